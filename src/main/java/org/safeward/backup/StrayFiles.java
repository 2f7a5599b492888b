package org.safeward.backup;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.BackupStatus;
import org.safeward.store.BackupStore;

/** Files without a record and records without a file. They are told of, never removed by themselves. */
@ApplicationScoped
public class StrayFiles {
    @Inject
    private BackupRecords records;

    @Inject
    private BackupPlaces places;

    @Inject
    private BackupStore store;

    /** Files in the directories of a database that no record names. */
    public List<Path> withoutRecord(String database) {
        Set<Path> known = records.withFile().stream()
                .map(record -> Path.of(record.filePath()))
                .collect(Collectors.toSet());
        List<Path> strays = new ArrayList<>();
        for (Path place : places.allOf(database)) {
            try {
                store.backups(place).stream()
                        .filter(file -> !known.contains(file))
                        .forEach(strays::add);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return strays;
    }

    /** Completed records of a database whose file is gone. */
    public List<BackupRecord> withoutFile(String database) {
        return records.ofDatabase(database).stream()
                .filter(record -> record.status() == BackupStatus.COMPLETED)
                .filter(record -> !Files.exists(Path.of(record.filePath())))
                .toList();
    }
}
