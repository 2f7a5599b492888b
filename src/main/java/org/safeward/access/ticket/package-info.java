/**
 * Tickets: what lets a browser download one backup by a plain link, which cannot carry credentials in a header.
 *
 * <p>A ticket is 256 random bits, of which the catalog keeps the SHA-256, so that every node takes it. It is for one backup and stands for
 * whoever asked for it: each use asks again whether they would still be let in. The download has to begin within a minute; from then on,
 * for a day, requests with {@code Range} may fetch what is missing. {@code TicketCheck} is where it is shown.
 *
 * <p>Not promised: that a log outside of Safeward leaves the query of an address out; docs/operations.md says how a server's does.
 */
package org.safeward.access.ticket;
