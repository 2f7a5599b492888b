/**
 * The protected databases, by name, each with the engine that can read and write it.
 *
 * <p>Promises: an unknown name and a missing configuration are told apart, with what to do about each.
 */
package org.safeward.databases;
