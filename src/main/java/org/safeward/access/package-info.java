/**
 * Who may do what: recognising callers by their credentials, and refusing those who lack a role, alike on all servers.
 *
 * <p>Promises: a resource method is reached only with a role that it names; keys are stored as hashes and compared by them. The
 * roles are {@code VIEWER}, {@code OPERATOR} and {@code ADMIN}; each holds the ones before it.
 */
package org.safeward.access;
