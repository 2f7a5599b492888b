/**
 * API keys: made, checked, revoked. Only their SHA-256 is stored.
 */
package org.safeward.access.apikey;
