package org.safeward.backup;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.safeward.catalog.BackupOrigin;
import org.safeward.databases.Databases;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.Turn;
import org.safeward.settings.Settings;

/** Starts a backup: claim and record first, committed; then the batch job. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class TakeBackup {
    @Inject
    private Databases databases;

    @Inject
    private BackupOpening opening;

    @Inject
    private Settings settings;

    @Inject
    private JobStarter starter;

    /**
     * @return the running job
     * @throws org.safeward.fault.Fault UNKNOWN_DATABASE, NO_DATABASE, BACKUP_RUNNING, RESTORE_RUNNING, JOB_START_FAILED
     */
    @RolesAllowed("OPERATOR")
    public LiveJob onRequest(String database, String reason, String requestedBy) {
        return start(database, BackupOrigin.REQUEST, reason, requestedBy);
    }

    /** Begins what {@link BackupOpening#openDue} has opened. For the timer, which has no roles: the config that armed it was an administrator's. */
    @PermitAll
    public LiveJob begin(BackupOpening.Opened opened) {
        return starter.start(opened.job(), opened.run(), Turn.SCHEDULE);
    }

    /** A full backup by the maintenance contract: uncompressed, under its own name, in a class of retention of its own. */
    @RolesAllowed("ADMIN")
    public LiveJob forMaintenance(String database, String requestedBy) {
        return start(database, BackupOrigin.MAINTENANCE, settings.language().text("REASON_MAINTENANCE"), requestedBy);
    }

    private LiveJob start(String database, BackupOrigin origin, String reason, String requestedBy) {
        databases.engine(database);
        BackupOpening.Opened opened = opening.open(database, origin, reason, requestedBy);
        return starter.start(opened.job(), opened.run(), Turn.REQUEST);
    }
}
