/**
 * Reading and writing JSON of requests: depth and numbers are bounded, all wrong fields are named at once.
 */
package org.safeward.rest.json;
