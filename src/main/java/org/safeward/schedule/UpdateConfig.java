package org.safeward.schedule;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import org.safeward.catalog.BackupConfigs;
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

    @Inject
    private InstantSource clock;

    @RolesAllowed("ADMIN")
    public void update(String database, ConfigInput input) {
        databases.require(database);
        Instant now = clock.instant();
        if (input.changesTimes(configs.of(database))) {
            // What was due at the old times is nobody's wish any more. Written first: once the new ones are there, the
            // timer of this
            // or another node would take those that have passed for missed.
            states.change(database, state -> {
                state.handle(now);
                return true;
            });
        }
        configs.change(database, config -> input.applyTo(config, now));
        timer.rebuild(database);
    }
}
