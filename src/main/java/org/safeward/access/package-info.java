/**
 * Who may do what: recognising callers by their credentials, refusing those who lack a role, and writing down what was done; alike on
 * all servers.
 *
 * <p>A request shows a token (ours, RS256 with a key pair of the catalog, or one of an identity provider), an API key, or for one download a
 * ticket. {@code SafewardAuthentication} turns it into an {@code Identity}, the container's principal. {@code RequireKnownCaller} lets nobody unknown to the API,
 * {@code RoleCheck} asks for the role that a resource method names, the EJBs ask again. {@code AuditTrail} writes every change down before
 * it is made and adds its result.
 *
 * <p>Promises: a resource method is reached only with a role that it names, and nothing below {@code /api} by nobody but the health and the
 * login. A key that is revoked, a user who is disabled or has another password, and a role that is taken away count from the next request on,
 * on every node: the catalog is asked each time; what goes on for long (event streams, downloads, uploads) asks {@code StillAllowed} again. Who
 * guesses is slowed down, and nobody else refused for it ({@code LoginThrottle}). Keys and tickets are stored as SHA-256 of 256 random bits, passwords as PBKDF2.
 * No password, key, token or ticket is in a log, an answer other than the one that makes it, a record or a command line. A change that cannot be
 * written to the audit is not made.
 *
 * <p>Not promised: that the brake on guessing knows of other nodes or outlives the server; that who reads the catalog's file cannot sign
 * tokens (the signing keys are in it, mode 0600); that a token of an identity provider ends before its time, since only the provider knows.
 */
package org.safeward.access;
