package org.safeward.backup.adopt;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.safeward.backup.stores.BackupPlaces;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RecordFile;
import org.safeward.catalog.ThisNode;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.BackupStore;

/** Files without a record and records without a file. They are told of, never removed by themselves. */
@ApplicationScoped
public class StrayFiles {
    @Inject
    private BackupRecords records;

    @Inject
    private BackupPlaces places;

    @Inject
    private ThisNode node;

    @Inject
    private BackupStore store;

    @Inject
    private BackupStores stores;

    /**
     * Files in the directories of a database that no record names.
     *
     * @throws Fault STORE_UNREACHABLE when a directory cannot be read, STORE_MISSING when it is not the one that was used
     */
    public List<Path> withoutRecord(String database) {
        // The files first: a record names its file before there is one.
        List<Path> files = files(database);
        Set<Path> named = records.files().stream().map(RecordFile::path).collect(Collectors.toSet());
        List<Path> others = files.stream().filter(file -> !named.contains(file)).toList();
        if (others.isEmpty()) {
            return others;
        }
        // Looking behind the names takes a system call for each: only when some name is not known as it stands.
        Set<Path> known = named.stream().map(StrayFiles::real).collect(Collectors.toSet());
        return others.stream()
                .filter(file -> !known.contains(real(file)) && Files.exists(file))
                .toList();
    }

    private List<Path> files(String database) {
        // A directory can be named in two ways.
        Map<Path, Path> files = new TreeMap<>();
        for (Path place : places.allOf(database)) {
            stores.require(place);
            try {
                store.backups(place).forEach(file -> files.putIfAbsent(real(file), file));
            } catch (IOException e) {
                throw new Fault(e, ErrorCode.STORE_UNREACHABLE, place);
            }
        }
        return List.copyOf(files.values());
    }

    /** Two names of one file are the same one; a file that is gone has its name only. */
    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file;
        }
    }

    /** The ids of a database's completed records whose file is gone, and should be on a disk of this node. */
    public List<Long> withoutFile(String database) {
        return records.filesOf(database).stream()
                .filter(file -> file.shouldBeThere() && node.has(file) && !Files.exists(file.path()))
                .map(RecordFile::id)
                .toList();
    }
}
