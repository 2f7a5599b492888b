/**
 * The file of a backup, wherever a good copy of it is: whoever reads a backup asks here, and is told which copies had to be passed over.
 *
 * <p>Algorithm: its own file, the one in the second directory, then the destinations in the order of the settings: those whose copy was read back from
 * there first, then those whose copy is known by its manifest alone. Each is held against the size and the SHA-256 of the record; what is
 * not the backup is noted as damaged, what cannot be reached as not reached, and the next one is asked. None left is one fault that names them all.
 *
 * <p>From a destination it comes into a private file in {@code <home>/fetched}, where it stays for an hour after its last use, so that a second
 * restore needs no second download; a start of the server empties that folder. A download for a client streams through, and needs no room here.
 *
 * <p>Promises: no file is handed out that is not, bit by bit, the backup, as far as it was read just now; the end of a stream that a client gets whole
 * is held back until it is proven. A part of a file is not proven, which is why the SHA-256 of the whole goes with it. A job can be cancelled between two pieces; a broken way is taken up where it broke. A copy that was
 * encrypted on its way is fetched as it lies there, where the request or the operator has an identity that opens it. Not promised: that a stop is heeded at
 * once where a place has fallen silent; some wait for its limit, a minute.
 */
package org.safeward.backup.fetch;
