package org.safeward.schedule;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.InstantSource;
import java.util.function.Predicate;

/** The timer's state of each database. */
@Stateless
public class ScheduleStates {
    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public ScheduleState of(String database) {
        ScheduleState state = locked(database);
        if (state == null) {
            // Of two nodes that come to this at the same time, one makes it and both have it.
            catalog.createNativeQuery(
                            "INSERT INTO schedule_state (database_name, handled_at, owed, retries, overdue_alerted)"
                                    + " VALUES (?1, ?2, FALSE, 0, FALSE) ON CONFLICT DO NOTHING")
                    .setParameter(1, database)
                    .setParameter(2, clock.instant().toEpochMilli())
                    .executeUpdate();
            state = locked(database);
        }
        return state;
    }

    private ScheduleState locked(String database) {
        return catalog.find(ScheduleState.class, database, LockModeType.PESSIMISTIC_WRITE);
    }

    /**
     * Looks at the state and changes it in one transaction, so that of several nodes only one does what the change stands for.
     *
     * @param change changes the state and returns true, or leaves it and returns false
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
    public boolean change(String database, Predicate<ScheduleState> change) {
        return change.test(of(database));
    }
}
