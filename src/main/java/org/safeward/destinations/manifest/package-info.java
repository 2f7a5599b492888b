/**
 * The manifest beside each copy of a backup in a destination, and who vouches for it. Plain Java.
 *
 * <p>A copy {@code X} has {@code X.manifest.json}, written last: it is what makes a copy exist, and what lists a destination without
 * downloads. It is one line of JSON:
 *
 * <pre>{"format":1,"name":"X","database":"...","created_at":"...","size":1,"sha256":"...","details":{...},"installation":"...","signature":"..."}</pre>
 *
 * <p>{@code details} are in clear, or {@code details_age} is the same JSON as an age file in base64, where the copy is encrypted. The
 * signature is Ed25519 (RFC 8032) over the line {@code safeward copy manifest 1}, and after it the file's own bytes before
 * {@code ,"signature"}: what is signed are bytes, not what a parser makes of them.
 *
 * <p>Promises: with any byte changed, a manifest is refused or not {@link org.safeward.destinations.manifest.Trust#SIGNED_BY_US} any more.
 * Name, size and SHA-256 of the copy are in it, so that it vouches for no other file. What is read is of bounded size, has no member
 * twice, no member that this version does not know, and no name that leads out of its folder.
 *
 * <p>Not promised: that a copy which was removed is missed, or that an old pair of copy and manifest is not put back where it was. Both are
 * in the power of whoever may write there; what they put back is a true backup of its moment.
 */
package org.safeward.destinations.manifest;
