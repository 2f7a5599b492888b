package org.safeward.backup.scrub;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongConsumer;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.fetch.CopyDamaged;
import org.safeward.backup.offsite.again.ReadCopiesAgain;
import org.safeward.backup.stores.BackupStores;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.catalog.WrongClock;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.ScrubSettings;
import org.safeward.settings.Settings;

/** Reads the copies that are due, heals what it finds damaged, and makes those that are missing. */
@ApplicationScoped
public class ScrubCopies {
    private static final Logger LOG = System.getLogger(ScrubCopies.class.getName());

    /** A damaged copy that could not be healed is tried again after so long. */
    private static final Duration AGAIN = Duration.ofHours(6);

    @Inject
    private BackupRecords records;

    @Inject
    private Databases databases;

    @Inject
    private BackupStores stores;

    @Inject
    private SlowReading pace;

    @Inject
    private HealCopy heal;

    @Inject
    private DueCopies due;

    @Inject
    private MissingCopies missing;

    @Inject
    private ReadCopiesAgain offsite;

    @Inject
    private ScrubTurn turn;

    @Inject
    private Event<CopyDamaged> event;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    private final Map<String, Instant> tried = new ConcurrentHashMap<>();

    /** Those that were not there when they were tried last. */
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    /**
     * All that is due now. Takes as long as it takes.
     *
     * @throws org.safeward.engine.WorkStopped when the server stops, or another node has the turn
     */
    public void run() {
        boolean idle =
                settings.scrub().age().isEmpty() && settings.secondDirectory().isEmpty();
        if (idle || !pace.isQuiet() || !turn.take(ScrubTurn.NODE)) {
            return;
        }
        try {
            for (String database : databases.names()) {
                if (!each(dueOf(database), this::scrub) || !each(missing.of(database), missing::make)) {
                    return;
                }
            }
            settings.scrub().age().ifPresent(age -> offsite.run(age, pace::pause));
        } finally {
            turn.end(ScrubTurn.NODE);
        }
    }

    private List<Long> dueOf(String database) {
        return settings.scrub()
                .age()
                .map(age -> due.of(database, clock.instant(), age))
                .orElse(List.of());
    }

    /** @return false when another node has got the turn meanwhile */
    private boolean each(List<Long> backups, LongConsumer work) {
        for (long id : backups) {
            if (!turn.take(ScrubTurn.NODE)) {
                return false;
            }
            work.accept(id);
        }
        return true;
    }

    /** Each copy of the record as it is now: it may have been deleted, or healed from the other side. */
    private void scrub(long id) {
        for (CopyPlace place : CopyPlace.values()) {
            records.find(id)
                    .filter(record -> isDue(record, place) && isThere(record, place) && isAffordable(record, place))
                    .ifPresent(record -> look(record, place));
        }
    }

    private boolean isDue(BackupRecord record, CopyPlace place) {
        Instant now = clock.instant();
        if (!DueCopies.isDue(record, place, now, settings.scrub().age().orElseThrow())) {
            return false;
        }
        Instant last = record.check(place).isDamaged() ? tried.get(key(record, place)) : null;
        return last == null || isBack(record, place) || last.isBefore(now.minus(AGAIN)) || WrongClock.wrote(last, now);
    }

    /** One that was not there when it was tried: somebody has brought it back. */
    private boolean isBack(BackupRecord record, CopyPlace place) {
        return gone.contains(key(record, place))
                && Files.exists(record.copyIn(place).orElseThrow());
    }

    /** A disk that is not mounted is no damage. */
    private boolean isThere(BackupRecord record, CopyPlace place) {
        return stores.look(record.copyIn(place).orElseThrow().getParent()).usable();
    }

    private boolean isAffordable(BackupRecord record, CopyPlace place) {
        ScrubSettings scrub = settings.scrub();
        return place == CopyPlace.FIRST
                || scrub.second()
                        && scrub.secondBudget()
                                .map(budget -> turn.spend(record.fileSize(), budget))
                                .orElse(true);
    }

    private void look(BackupRecord record, CopyPlace place) {
        tried.put(key(record, place), clock.instant());
        Path copy = record.copyIn(place).orElseThrow();
        if (Files.exists(copy)) {
            gone.remove(key(record, place));
        } else {
            gone.add(key(record, place));
        }
        if (isWhole(copy, record.sha256())) {
            found(record, place, true);
            return;
        }
        // Its disk may have gone while it was read.
        if (isThere(record, place) && records.find(record.id()).isPresent()) {
            LOG.log(Level.WARNING, "backup {0} is damaged: {1}", record.id(), copy);
            found(record, place, false);
            boolean healed = heals(record, place);
            if (records.find(record.id()).isEmpty()) {
                return;
            }
            if (healed || !record.check(place).isDamaged()) {
                event.fire(new CopyDamaged(record, copy, healed));
            }
        }
    }

    private boolean isWhole(Path copy, String sha256) {
        try {
            return FileSum.sha256(copy, pace::pause).equals(sha256);
        } catch (IOException e) {
            LOG.log(Level.WARNING, "backup file " + copy + " cannot be read", e);
            return false;
        }
    }

    private void found(BackupRecord record, CopyPlace place, boolean good) {
        Instant now = clock.instant();
        try {
            records.change(record.id(), row -> {
                if (good) {
                    row.foundGood(place, now);
                } else {
                    row.foundDamaged(place, now);
                }
            });
        } catch (Fault e) {
            LOG.log(Level.DEBUG, "backup {0} was removed while it was read", record.id());
        }
    }

    private boolean heals(BackupRecord record, CopyPlace place) {
        if (record.copyIn(place.other()).isEmpty()) {
            return false;
        }
        try {
            heal.run(record, place);
            LOG.log(
                    Level.INFO,
                    "backup {0} is whole again: {1}",
                    record.id(),
                    record.copyIn(place).orElseThrow());
            return true;
        } catch (Fault e) {
            LOG.log(Level.WARNING, "backup " + record.id() + " could not be healed", e);
            Path source = record.copyIn(place.other()).orElseThrow();
            if (e.code() == ErrorCode.BACKUP_DAMAGED && e.arguments().contains(source.toString())) {
                boolean news = !record.check(place.other()).isDamaged();
                found(record, place.other(), false);
                if (news) {
                    event.fire(new CopyDamaged(record, source, false));
                }
            }
            return false;
        }
    }

    private static String key(BackupRecord record, CopyPlace place) {
        return record.id() + place.text();
    }
}
