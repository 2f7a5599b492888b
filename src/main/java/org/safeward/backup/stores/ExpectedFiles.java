package org.safeward.backup.stores;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RecordFile;
import org.safeward.catalog.ThisNode;
import org.safeward.databases.Databases;

/** Where files should lie, as the records say: what tells a directory that was used before there were markers from an empty one. */
@ApplicationScoped
class ExpectedFiles {
    @Inject
    private BackupRecords records;

    @Inject
    private BackupPlaces places;

    @Inject
    private ThisNode node;

    @Inject
    private Databases databases;

    /** Every directory in which a completed backup or its copy should lie, and those above them that a setting or config names. */
    Set<Path> directories() {
        Set<Path> directories = new LinkedHashSet<>();
        for (String database : databases.names()) {
            List<Path> files = files(database);
            files.forEach(file -> directories.add(file.getParent()));
            places.chain(database).stream()
                    .filter(directory -> files.stream().anyMatch(file -> file.startsWith(directory)))
                    .forEach(directories::add);
            if (!files.isEmpty()) {
                directories.addAll(places.secondChain(database));
            }
        }
        return directories;
    }

    /** Whether any of those files is in a directory, or in a folder of it. */
    boolean anyIn(Path directory) {
        return databases.names().stream()
                .flatMap(database -> withCopies(database).stream())
                .anyMatch(file -> file.startsWith(directory) && Files.exists(file));
    }

    private List<Path> withCopies(String database) {
        List<Path> files = new ArrayList<>(files(database));
        places.second(database)
                .ifPresent(folder -> files(database).forEach(file -> files.add(folder.resolve(file.getFileName()))));
        return files;
    }

    private List<Path> files(String database) {
        return records.filesOf(database).stream()
                .filter(file -> file.shouldBeThere() && node.has(file))
                .map(RecordFile::path)
                .toList();
    }
}
