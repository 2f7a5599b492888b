/** Our beans on a real catalog in a plain JVM, without a server. */
package org.safeward.beans;
