package org.safeward.backup;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.DumpFacts;

/**
 * What is known of one side of a comparison.
 *
 * @param engineVersion as the database gives it; empty for a file that does not say
 * @param tables with the digests of their rows, where they are known
 * @param details of a manifest
 */
public record BackupContent(String engineVersion, List<Manifest.Table> tables, Map<String, String> details) {
    /** Before this version servers of PostgreSQL wrote floating-point numbers otherwise. */
    private static final int SHORTEST_FLOATS = 12;

    public static BackupContent of(Manifest manifest) {
        return new BackupContent(manifest.engineVersion(), manifest.tables(), manifest.details());
    }

    public static BackupContent of(DumpFacts dumped) {
        return new BackupContent(dumped.engineVersion(), dumped.tables(), dumped.details());
    }

    /** Of a file that was read and not run: its rows were counted. */
    public static BackupContent counted(CheckedFile file) {
        return new BackupContent("", file.census().tables(), Map.of()).counted();
    }

    /** How {@code right} differs from this. Digests that were taken of another text for the same values are no reason to call anything changed. */
    public ContentComparison against(BackupContent right) {
        boolean comparable = basis().equals(right.basis());
        BackupContent one = comparable ? this : counted();
        BackupContent other = comparable ? right : right.counted();
        return ContentComparison.of(one.tables(), one.details(), other.tables(), other.details());
    }

    private BackupContent counted() {
        return new BackupContent(
                engineVersion, tables.stream().map(Manifest.Table::counted).toList(), Map.of());
    }

    /** What else than its value decides how a value is written, docs/backup-format.md: always the same for SQLite. */
    private List<String> basis() {
        return List.of(
                details.getOrDefault("content_encoding", "UTF8"),
                moneyLocale().orElse(""),
                details.containsKey("session") && major() < SHORTEST_FLOATS ? "long floats" : "");
    }

    private Optional<String> moneyLocale() {
        return Optional.ofNullable(details.get("session"))
                .map(json -> JsonParser.parseString(json).getAsJsonObject())
                .map((JsonObject session) -> session.get("lc_monetary"))
                .map(value -> value.getAsString());
    }

    private int major() {
        String digits = engineVersion.replaceFirst("\\D.*", "");
        return digits.isEmpty() ? SHORTEST_FLOATS : Integer.parseInt(digits);
    }
}
