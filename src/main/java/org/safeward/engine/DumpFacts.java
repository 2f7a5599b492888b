package org.safeward.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.safeward.archive.content.Manifest;
import org.safeward.fault.Warning;

/**
 * What a dump wrote, for its manifest.
 *
 * @param engineVersion version of the database
 * @param moment when the snapshot was taken
 * @param tables with the rows that were written
 * @param details what the engine adds to the manifest
 * @param warnings what will not come back, or not as it is
 */
public record DumpFacts(
        String engineVersion,
        Instant moment,
        List<Manifest.Table> tables,
        Map<String, String> details,
        List<Warning> warnings) {
    public DumpFacts {
        tables = List.copyOf(tables);
        details = Map.copyOf(details);
        warnings = List.copyOf(warnings);
    }

    /** Without warnings. */
    public DumpFacts(String engineVersion, Instant moment, List<Manifest.Table> tables, Map<String, String> details) {
        this(engineVersion, moment, tables, details, List.of());
    }
}
