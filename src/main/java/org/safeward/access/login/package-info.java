/**
 * Users and their passwords: the first login, logins, accounts.
 */
package org.safeward.access.login;
