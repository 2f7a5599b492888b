package org.safeward.restore;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.databases.Databases;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.Turn;
import org.safeward.jobs.record.Job;
import org.safeward.restore.destination.NamedTables;
import org.safeward.restore.preview.LoadedCode;
import org.safeward.restore.source.RestoreSource;

/** Starts a restore: claim first, committed; then the batch job. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RestoreBackup {
    @Inject
    private Databases databases;

    @Inject
    private BackupRecords records;

    @Inject
    private RestoreOpening opening;

    @Inject
    private JobStarter starter;

    /**
     * @return the running job
     * @throws org.safeward.fault.Fault NOT_SKIPPABLE, FUNCTIONS_UNSEEN, UNKNOWN_DATABASE, NO_DATABASE, RECORD_NOT_FOUND, RECORD_NOT_RESTORABLE, BACKUP_RUNNING,
     *     RESTORE_RUNNING, JOB_START_FAILED
     */
    @RolesAllowed("ADMIN")
    public LiveJob start(RestoreRequest request, String requestedBy) {
        requireSkippable(request);
        requireTables(request);
        requireFunctionsSeen(request);
        RestoreOpening.Opened opened = opening.open(request, requestedBy);
        return starter.start(opened.job(), opened.plan(), Turn.RESTORE);
    }

    private void requireSkippable(RestoreRequest request) {
        DatabaseEngine engine = databases.engine(request.database());
        for (String object : request.skip()) {
            if (!engine.maySkip(object)) {
                throw new Fault(ErrorCode.NOT_SKIPPABLE, object);
            }
        }
    }

    /** Before there is a job; of an upload nobody knows yet, or its {@link RestoreSource} was looked at. */
    private void requireTables(RestoreRequest request) {
        request.record()
                .flatMap(records::find)
                .filter(record -> record.manifestJson() != null)
                .ifPresent(record -> NamedTables.require(
                        request.destination(),
                        RestoreSource.of(record).tables(),
                        databases.engine(request.database())));
    }

    /** Before there is a job; the job asks again before it loads, also for what cannot be found out now. */
    private void requireFunctionsSeen(RestoreRequest request) {
        DatabaseEngine engine = databases.engine(request.database());
        request.record()
                .flatMap(records::find)
                .filter(record -> record.status() == RunState.COMPLETED && record.manifestJson() != null)
                .map(RestoreSource::of)
                .flatMap(source -> whatRuns(engine, source, request.destination()))
                .ifPresent(code -> code.requireSeen(request.seen()));
    }

    private static Optional<LoadedCode> whatRuns(DatabaseEngine engine, RestoreSource source, Destination destination) {
        try {
            return source.engine().filter(engine.kind()::equals).isPresent()
                    ? LoadedCode.of(engine, source.details(), source.sha256(), destination)
                    : Optional.empty();
        } catch (Fault e) {
            // A server that cannot be reached ends the job, which says so better: it knows whether a lost database is
            // made anew.
            return Optional.empty();
        }
    }

    /** As {@link #start}, as long as no other job has replaced the database since this one. */
    @RolesAllowed("ADMIN")
    public LiveJob startUndo(RestoreRequest request, String requestedBy, Job newest) {
        RestoreOpening.Opened opened = opening.openUndo(request, requestedBy, newest);
        return starter.start(opened.job(), opened.plan(), Turn.RESTORE);
    }
}
