package org.safeward.schedule;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.ScheduleStates;
import org.safeward.databases.Databases;

/** Changes the config of a database, and with it its timer, before the answer. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class UpdateConfig {
    @Inject
    private Databases databases;

    @Inject
    private BackupConfigs configs;

    @Inject
    private ScheduleStates states;

    @Inject
    private BackupTimer timer;

    @RolesAllowed("ADMIN")
    public void update(String database, ConfigInput input) {
        databases.require(database);
        Instant now = Instant.now();
        configs.change(database, config -> input.applyTo(config, now));
        // What was due under the old config is nobody's wish any more.
        states.change(database, state -> {
            state.handle(now);
            state.settle();
            return true;
        });
        timer.rebuild(database);
    }
}
