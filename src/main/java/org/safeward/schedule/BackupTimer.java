package org.safeward.schedule;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.AccessTimeout;
import jakarta.ejb.DependsOn;
import jakarta.ejb.NoSuchObjectLocalException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import org.safeward.databases.Databases;
import org.safeward.jobs.MinutePassed;
import org.safeward.settings.Settings;

/**
 * Fires automatic backups. For each database there is one single-action timer at the next moment with something to do, computed by
 * {@code CronSchedule}: the servers' own calendars go wrong at clock changes. It is armed anew before any work and whenever the config
 * changes. Each minute it looks whether timers, catalog and clock still agree: another node may have changed the config, and somebody the clock.
 *
 * <p>Its transactions are its own affair, and it has none: Payara gives a callback one, whatever the class says, and around what opens new
 * ones that would wait for itself where the catalog is an SQLite file, which one at a time may write.
 *
 * <p>Callbacks never throw: Payara drops a timer for good whose callback has thrown twice.
 */
@Singleton
@Startup
@DependsOn("Startup")
@TransactionManagement(TransactionManagementType.BEAN)
// Some servers let a caller wait for five seconds only, then throw, and a callback must not.
@AccessTimeout(-1)
public class BackupTimer {
    private static final Logger LOG = System.getLogger(BackupTimer.class.getName());
    private static final String INFO = "automatic backup of database ";
    private static final int SECONDS_TO_TRY_AGAIN = 5;

    @Resource
    private TimerService timers;

    @Inject
    private Databases databases;

    @Inject
    private RunSchedule schedule;

    @Inject
    private OverdueBackups overdue;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    @PostConstruct
    void start() {
        for (String database : databases.all().keySet()) {
            if (!settings.catchUp()) {
                schedule.skipMissed(database);
            }
            // By the timer, because batch jobs can only run when the deployment is over.
            armAt(database, clock.instant().plusSeconds(1));
        }
    }

    /** The config has changed: the old timer does not fire any more, the new one is armed. */
    public void rebuild(String database) {
        arm(database);
    }

    /** A job has ended: a backup that was waiting for that begins. */
    public void look(String database) {
        try {
            arm(database);
            schedule.runDue(database);
            arm(database);
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the timer of database " + database + " failed; it tries again soon", e);
            armAgain(database);
        }
    }

    private void armAgain(String database) {
        try {
            armAt(database, clock.instant().plusSeconds(SECONDS_TO_TRY_AGAIN));
        } catch (RuntimeException e) {
            // The server is stopping, or the check of the next minute has better luck.
            LOG.log(Level.WARNING, "the timer of database " + database + " could not be armed", e);
        }
    }

    @Timeout
    void fire(Timer timer) {
        infoOf(timer).filter(info -> info.startsWith(INFO)).ifPresent(info -> look(info.substring(INFO.length())));
    }

    public void everyMinute(@Observes MinutePassed minute) {
        for (String database : databases.all().keySet()) {
            look(database);
            overdue.check(database);
        }
    }

    private void arm(String database) {
        Optional<Instant> moment = schedule.nextMoment(database);
        if (moment.isPresent()) {
            armAt(database, moment.get());
        } else {
            disarm(database);
        }
    }

    private void armAt(String database, Instant moment) {
        disarm(database);
        timers.createSingleActionTimer(Date.from(moment), new TimerConfig(INFO + database, false));
    }

    /** By its info. */
    private void disarm(String database) {
        for (Timer timer : timers.getTimers()) {
            if (infoOf(timer).equals(Optional.of(INFO + database))) {
                cancel(timer);
            }
        }
    }

    /** Empty for a timer that has fired, or was cancelled while its callback waited for another one to end: that one has looked. */
    private static Optional<String> infoOf(Timer timer) {
        try {
            return timer.getInfo() instanceof String info ? Optional.of(info) : Optional.empty();
        } catch (NoSuchObjectLocalException e) {
            return Optional.empty();
        }
    }

    private static void cancel(Timer timer) {
        try {
            timer.cancel();
        } catch (NoSuchObjectLocalException e) {
            LOG.log(Level.DEBUG, "the timer was over before it was cancelled", e);
        }
    }
}
