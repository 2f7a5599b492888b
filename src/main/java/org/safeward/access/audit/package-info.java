/**
 * Who did what: each change is written down before it is made, and its result after it.
 */
package org.safeward.access.audit;
