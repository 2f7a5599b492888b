/**
 * Tokens: those that we sign, and those of an identity provider.
 */
package org.safeward.access.token;
