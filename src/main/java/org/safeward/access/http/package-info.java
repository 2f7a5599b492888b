/**
 * The door: filters and the authentication mechanism that each request comes through.
 */
package org.safeward.access.http;
