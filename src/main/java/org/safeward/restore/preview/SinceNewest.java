package org.safeward.restore.preview;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.safeward.archive.content.Manifest;
import org.safeward.backup.BackupContent;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.ContentComparison.State;

/**
 * How the tables of a backup stand to those of the newest good backup of its database. Rows that are live are counted for a preview, which tells
 * nothing of their values; this tells whether they were the same up to the newest backup, and reads nothing for it but the catalog.
 */
@ApplicationScoped
class SinceNewest {
    @Inject
    private BackupRecords records;

    /**
     * @param record the newest one
     * @param moment whose content it is
     * @param tables by name, those that both have; what is {@link State#SAME} had the same rows
     */
    record Found(long record, Instant moment, Map<String, State> tables) {}

    /** Empty where there is no newer one, or one of another kind of database. */
    Optional<Found> of(BackupRecord record) {
        Manifest chosen = Manifest.fromJson(record.manifestJson());
        return records.newestGood(record.database())
                .filter(newest -> !newest.id().equals(record.id()) && newest.manifestJson() != null)
                .flatMap(newest -> found(chosen, newest));
    }

    private static Optional<Found> found(Manifest chosen, BackupRecord newest) {
        Manifest manifest = Manifest.fromJson(newest.manifestJson());
        boolean later = manifest.createdAt().isAfter(chosen.createdAt());
        if (!later || !manifest.engine().equals(chosen.engine())) {
            return Optional.empty();
        }
        Map<String, State> tables = BackupContent.of(chosen).against(BackupContent.of(manifest)).tables().stream()
                .filter(table -> table.state() != State.MISSING && table.state() != State.ADDED)
                .collect(Collectors.toMap(ContentComparison.Table::name, ContentComparison.Table::state));
        return Optional.of(new Found(newest.id(), manifest.createdAt(), tables));
    }
}
