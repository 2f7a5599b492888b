package org.safeward.schedule;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.util.Optional;
import org.safeward.backup.BackupOpening;
import org.safeward.databases.Databases;

/**
 * Takes what is due and opens its backup in one transaction: whatever a crash comes between, a due moment is dealt with when its
 * backup has its row and its claim, and not before.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.REQUIRES_NEW)
public class OpenDueBackup {
    @Inject
    private ScheduleStates states;

    @Inject
    private DueBackup due;

    @Inject
    private Databases databases;

    @Inject
    private BackupOpening opening;

    /**
     * @return empty when nothing is due
     * @throws org.safeward.fault.Fault BACKUP_RUNNING, RESTORE_RUNNING, SHUTTING_DOWN, NO_DATABASE: then nothing is noted either
     */
    public Optional<BackupOpening.Opened> open(String database) {
        Optional<String> reason = due.take(states.of(database));
        reason.ifPresent(text -> databases.engine(database));
        return reason.map(text -> opening.openDue(database, text));
    }

    /**
     * Notes what is due as dealt with although its backup could not be opened.
     *
     * @param owed whether it is to begin as soon as its database is free
     */
    public void pass(String database, boolean owed) {
        ScheduleState state = states.of(database);
        // Another node may have taken it meanwhile.
        if (due.take(state).isPresent() && owed) {
            state.owe();
        }
    }
}
