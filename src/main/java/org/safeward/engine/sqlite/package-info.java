/** SQLite: see the classes; replaced by the engine's own words. */
package org.safeward.engine.sqlite;
