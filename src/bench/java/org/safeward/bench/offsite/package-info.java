/** What a measurement of copies to a bucket needs: the server, and the program that copies by the classes of the product. Starts nothing. */
package org.safeward.bench.offsite;
