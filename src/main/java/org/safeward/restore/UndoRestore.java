package org.safeward.restore;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
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
    private RestoreBackup restores;

    @Inject
    private UndoOpening opening;

    @Inject
    private JobStarter starter;

    /** @throws Fault UNDO_IMPOSSIBLE when no restore of the database can be taken back */
    @RolesAllowed("ADMIN")
    public LiveJob undo(String database, String requestedBy) {
        DatabaseEngine engine = databases.engine(database);
        Job last = jobs.lastReplacing(database).orElseThrow(() -> new Fault(ErrorCode.UNDO_IMPOSSIBLE, database));
        if (engine.undoable().contains(Long.toString(last.id()))) {
            return starter.start(opening.open(database, requestedBy), new UndoPlan(last.id()));
        }
        if (last.safetyRecordId() == null) {
            throw new Fault(ErrorCode.UNDO_IMPOSSIBLE, database);
        }
        RestoreRequest request = new RestoreRequest(
                database, Optional.of(last.safetyRecordId()), Optional.empty(), Optional.empty(), true, false, false);
        return restores.start(request, requestedBy);
    }
}
