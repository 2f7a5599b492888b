package org.safeward.restore;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.BackupStatus;
import org.safeward.catalog.Job;
import org.safeward.catalog.Jobs;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.LiveJob;

/**
 * Takes the last restore of a database back: by exchanging it for the database that it replaced where that one is kept, else by
 * restoring the safety backup, which is a restore like any other.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UndoRestore {
    @Inject
    private Databases databases;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private RestoreBackup restores;

    @Inject
    private UndoOpening opening;

    @Inject
    private JobStarter starter;

    /** The job that {@link #undo} would take back now; empty when there is none. */
    @RolesAllowed("ADMIN")
    public Optional<Job> undoable(String database) {
        DatabaseEngine engine = databases.engine(database);
        return jobs.lastReplacing(database).filter(last -> isKept(last, engine) || isSaved(last));
    }

    private static boolean isKept(Job last, DatabaseEngine engine) {
        return engine.undoable().contains(Long.toString(last.id()));
    }

    /** Also a safety backup may have been deleted since. */
    private boolean isSaved(Job last) {
        return last.safetyRecordId() != null
                && records.find(last.safetyRecordId())
                        .filter(record -> record.status() == BackupStatus.COMPLETED)
                        .isPresent();
    }

    /** @throws Fault UNDO_IMPOSSIBLE when no restore of the database can be taken back */
    @RolesAllowed("ADMIN")
    public LiveJob undo(String database, String requestedBy) {
        Job last = undoable(database).orElseThrow(() -> new Fault(ErrorCode.UNDO_IMPOSSIBLE, database));
        if (isKept(last, databases.engine(database))) {
            return starter.start(opening.open(database, requestedBy), new UndoPlan(last.id()));
        }
        RestoreRequest request = new RestoreRequest(
                database, Optional.of(last.safetyRecordId()), Optional.empty(), Optional.empty(), true, false, false);
        return restores.start(request, requestedBy);
    }
}
