package org.safeward.drill;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.safeward.databases.Databases;
import org.safeward.jobs.JobStarter;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.Turn;

/** Starts a drill: claim first, committed; then the batch job. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StartDrill {
    @Inject
    private Databases databases;

    @Inject
    private DrillOpening opening;

    @Inject
    private JobStarter starter;

    /**
     * @param record the backup's; empty for the newest good one
     * @return the running job
     * @throws org.safeward.fault.Fault UNKNOWN_DATABASE, NO_DATABASE, RECORD_NOT_FOUND, RECORD_NOT_RESTORABLE, DRILL_IMPOSSIBLE, DRILL_RUNNING,
     *     JOB_START_FAILED
     */
    @RolesAllowed("OPERATOR")
    public LiveJob onRequest(String database, Optional<Long> record, String requestedBy) {
        return start(database, record, requestedBy);
    }

    /** For the schedule, which has no roles. */
    @PermitAll
    public LiveJob due(String database) {
        return start(database, Optional.empty(), "schedule");
    }

    private LiveJob start(String database, Optional<Long> record, String requestedBy) {
        databases.engine(database);
        DrillOpening.Opened opened = opening.open(database, record, requestedBy);
        return starter.start(opened.job(), opened.plan(), Turn.ASIDE);
    }
}
