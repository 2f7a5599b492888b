/**
 * A collection of a WebDAV server (RFC 4918), by the JDK's HTTP client.
 *
 * <p>Promises, beyond those of {@link org.safeward.store.remote}: credentials go to the host that was named and to no other, and over
 * nothing but TLS or the loopback; redirects are not followed; what a server says in XML is read without DTDs and entities.
 *
 * <p>Not promised: that the server has a file on its disk when it says so; and that of two machines which put the same name in the same
 * moment only one gets it: servers look and rename in two steps. {@link org.safeward.store.remote.webdav.WebDavStore#check} tries whether
 * they look at all.
 */
package org.safeward.store.remote.webdav;
