/**
 * Reading and writing databases: dump, census, staging and swap. One {@link org.safeward.engine.DatabaseEngine} for each kind
 * of database, in {@code sqlite} and {@code postgresql}.
 *
 * <p>Promises: a dump is one consistent moment of the database; a restore is built and checked in a staging place, and
 * the swap makes it live as a whole or not at all; the heap needed does not grow with the database; a stop ends the running
 * statement or process at once.
 *
 * <p>Plain Java: depends on the JDK, the drivers, {@code archive} and {@code fault}; never on {@code jakarta.*}. One contract
 * suite in the tests runs against every engine.
 */
package org.safeward.engine;
