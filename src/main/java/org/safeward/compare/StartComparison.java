package org.safeward.compare;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.Turn;
import org.safeward.restore.source.HeldUpload;
import org.safeward.restore.source.HeldUploads;

/** Starts a comparison that has to read a whole database: claim first, committed; then the batch job. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StartComparison {
    @Inject
    private Databases databases;

    @Inject
    private CompareBackups backups;

    @Inject
    private HeldUploads uploads;

    @Inject
    private CompareOpening opening;

    @Inject
    private JobStarter starter;

    /**
     * @return the running job
     * @throws Fault RECORD_NOT_FOUND, COMPARE_IMPOSSIBLE, COMPARE_RUNNING, NO_DATABASE, JOB_START_FAILED
     */
    @RolesAllowed("OPERATOR")
    public LiveJob withLive(long left, String requestedBy) {
        return start(backups.backup(left), Optional.empty(), requestedBy);
    }

    /**
     * Loading it may run what it brings: only for those who might restore it.
     *
     * @return the running job
     * @throws Fault as {@link #withLive}, and UPLOAD_NOT_FOUND
     */
    @RolesAllowed("ADMIN")
    public LiveJob withUpload(long left, String upload, String requestedBy) {
        CompareBackups.Backup backup = backups.backup(left);
        HeldUpload held = uploads.get(upload);
        if (!held.database().equals(backup.record().database())) {
            throw new Fault(
                    ErrorCode.COMPARE_IMPOSSIBLE,
                    left + ": " + backup.record().database() + ", " + held.fileName() + ": " + held.database());
        }
        return start(backup, Optional.of(held), requestedBy);
    }

    private LiveJob start(CompareBackups.Backup left, Optional<HeldUpload> upload, String requestedBy) {
        String database = left.record().database();
        CompareBackups.requireEngine(
                left.record().id(), left.manifest(), databases.engine(database).kind());
        return starter.start(
                opening.open(database, left.record().id(), requestedBy), new ComparePlan(left, upload), Turn.ASIDE);
    }
}
