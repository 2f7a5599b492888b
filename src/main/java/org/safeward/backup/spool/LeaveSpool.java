package org.safeward.backup.spool;

import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.store.BackupStore;

/**
 * Removes a backup's file from the spool, when it lies in all its destinations: the file first, then the record says so. What is seen under the locks of the record and its
 * copies holds until both are done.
 */
@Stateless
public class LeaveSpool {
    @Inject
    private SpoolFiles files;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupCopies copies;

    @Inject
    private Destinations destinations;

    @Inject
    private BackupStores stores;

    @Inject
    private BackupStore store;

    @Inject
    private Jobs jobs;

    @Inject
    private InstantSource clock;

    /**
     * @return whether its file has left
     * @throws Fault RECORD_NOT_FOUND, STORE_MISSING, STORE_UNREACHABLE
     */
    public boolean leave(long id) {
        BackupRecord record = records.change(id, row -> {});
        Optional<Path> file = files.of(record);
        if (file.isEmpty() || !mayLeave(record)) {
            return false;
        }
        Optional<String> address = address(record);
        if (address.isEmpty()) {
            return false;
        }
        // Where the disk is not mounted nothing is removed, and the file would come back without a record that knows of
        // it.
        stores.require(file.get().getParent());
        delete(file.get());
        records.change(id, row -> row.fileRemoved(address.get(), clock.instant()));
        return true;
    }

    private boolean mayLeave(BackupRecord record) {
        return record.status() == RunState.COMPLETED
                && record.origin() != BackupOrigin.SAFETY
                && jobs.active().stream().noneMatch(job -> concerns(job, record));
    }

    /** Whoever reads it, and the job that has made it. */
    private static boolean concerns(Job job, BackupRecord record) {
        return record.taskId() == job.id()
                || record.id().equals(job.recordId())
                || record.id().equals(job.safetyRecordId());
    }

    /**
     * Where it lies: in the first destination that has the very file, else in the first one.
     *
     * @return empty unless each destination has a good copy
     */
    private Optional<String> address(BackupRecord record) {
        Map<String, BackupCopy> good = copies.ofRecord(record.id()).stream()
                .flatMap(copy -> copies.change(copy.id(), row -> {}).stream())
                .filter(copy -> copy.state() == CopyState.GOOD && copy.name().isPresent())
                .collect(Collectors.toMap(BackupCopy::destination, Function.identity()));
        List<Destination> all = destinations.of(record.database());
        if (!all.stream().allMatch(destination -> good.containsKey(destination.name()))) {
            return Optional.empty();
        }
        List<Destination> inOrder = new ArrayList<>(all);
        // A stable order: those with a copy that was encrypted on its way come last.
        inOrder.sort((one, other) ->
                Boolean.compare(!isSame(good.get(one.name()), record), !isSame(good.get(other.name()), record)));
        return inOrder.stream()
                .findFirst()
                .map(destination -> destination.address() + "/"
                        + good.get(destination.name()).name().orElseThrow());
    }

    private static boolean isSame(BackupCopy copy, BackupRecord record) {
        return copy.sha256().equals(Optional.of(record.sha256()));
    }

    private void delete(Path file) {
        try {
            store.delete(file);
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, file);
        }
    }
}
