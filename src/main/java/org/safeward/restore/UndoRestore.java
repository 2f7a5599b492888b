package org.safeward.restore;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.Set;
import org.safeward.backup.FileKeys;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.Turn;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.restore.preview.FunctionsSeen;

/**
 * Takes the last restore of a database back: by exchanging it for the database that it replaced where that one is kept, else by
 * restoring the safety backup, which is a restore like any other.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UndoRestore {
    /** So many restores in a row that changed nothing are no state in which somebody looks for an undo. */
    private static final int MOST_LOOKED_AT = 100;

    @Inject
    private Databases databases;

    @Inject
    private Jobs jobs;

    @Inject
    private BackupRecords records;

    @Inject
    private FileKeys keys;

    @Inject
    private RestoreBackup restores;

    @Inject
    private UndoOpening opening;

    @Inject
    private JobStarter starter;

    /** The job that {@link #undo} would take back now; empty when there is none, or nobody knows which one it would have to be. */
    @RolesAllowed("ADMIN")
    public Optional<Job> undoable(String database) {
        try {
            return choice(database).map(UndoChoice::job);
        } catch (Fault e) {
            if (e.code() == ErrorCode.UNDO_UNCERTAIN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private Optional<UndoChoice> choice(String database) {
        DatabaseEngine engine = databases.engine(database);
        return UndoChoice.of(jobs.replacing(database, MOST_LOOKED_AT), engine.undoable())
                .filter(choice -> choice.kept() || isSaved(choice.job()));
    }

    /** Also a safety backup may have been deleted since. */
    private boolean isSaved(Job last) {
        return last.safetyRecordId() != null
                && records.find(last.safetyRecordId())
                        .filter(record -> record.status() == RunState.COMPLETED)
                        .isPresent();
    }

    /**
     * @param identity opens the safety backup if it is encrypted
     * @throws Fault UNDO_IMPOSSIBLE when no restore of the database can be taken back, UNDO_UNCERTAIN, ENCRYPTED_*
     */
    @RolesAllowed("ADMIN")
    public LiveJob undo(String database, String requestedBy, Optional<String> identity) {
        UndoChoice choice = choice(database).orElseThrow(() -> new Fault(ErrorCode.UNDO_IMPOSSIBLE, database));
        Job last = choice.job();
        if (choice.kept()) {
            return starter.start(
                    opening.open(database, requestedBy, choice.newest()),
                    new ExchangeStep.Plan(last.id(), last.place()),
                    Turn.RESTORE);
        }
        RestoreRequest request = new RestoreRequest(
                database,
                Optional.of(last.safetyRecordId()),
                Optional.empty(),
                last.destination().asOfUndo(),
                true,
                false,
                false,
                Set.of(),
                FunctionsSeen.UNDO,
                keys.of(records.get(last.safetyRecordId()), identity));
        return restores.startUndo(request, requestedBy, choice.newest());
    }
}
