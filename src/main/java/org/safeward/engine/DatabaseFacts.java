package org.safeward.engine;

import java.util.List;
import org.safeward.archive.content.Manifest;

/**
 * A database as it is now.
 *
 * @param version of the engine
 * @param bytes size of the database on disk
 * @param tables with their row counts
 */
public record DatabaseFacts(String version, long bytes, List<Manifest.Table> tables) {
    public DatabaseFacts {
        tables = List.copyOf(tables);
    }
}
