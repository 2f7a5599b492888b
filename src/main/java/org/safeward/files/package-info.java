/**
 * Files of our own: private ones, private directories, and the disk that is full.
 *
 * <p>Promises: what is made here can be read and written by its owner alone from its first moment.
 */
package org.safeward.files;
