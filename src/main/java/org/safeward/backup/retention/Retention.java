package org.safeward.backup.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;
import org.safeward.catalog.WrongClock;
import org.safeward.settings.KeepRules.Period;

/**
 * Which backups of one database go and which stay, and why. A pure function of what the catalog knows: the same for the dry run and
 * for the real one.
 *
 * <p>A backup is <em>good</em> when it is completed, was read back, and is not degraded. The rules, the first that fits deciding:
 * <ol>
 *   <li>pending and running ones stay; so does one in use, and a pinned one;
 *   <li>failed, cancelled and timed-out ones go after the retention days;
 *   <li>good ones that were requested or scheduled are one class: the newest stays, the rest go when older than the retention days
 *       <em>or</em> when more than the allowed number are newer or the same. Pinned ones count. Whatever days and number say, those stay that
 *       a period keeps ({@link LastOfPeriods});
 *   <li>good safety backups: the newest three stay. Good maintenance backups: the newest ten;
 *   <li>completed ones that are not good go after the retention days, those of maintenance when ten completed ones of maintenance
 *       are newer (its contract keeps ten files, degraded or not). The newest of them stays while there is no good backup at all.
 * </ol>
 * Whatever these say, a completed backup is held while it is strange and not acknowledged, and so are the last three good ones before it, of any
 * origin, that are not strange themselves: what is strange may be what somebody has destroyed, and they are the way back.
 *
 * <p>Only good ones are counted against good ones: nothing that failed or is degraded ever pushes a good backup out.
 */
public final class Retention {
    static final int SAFETY_BACKUPS_KEPT = 3;
    static final int MAINTENANCE_BACKUPS_KEPT = 10;

    /**
     * @param days how old a backup may grow: older than this many times 24 hours is too old
     * @param maxCount how many good requested and scheduled backups stay
     * @param periods of how many of the newest days, weeks, months and years the last one stays besides
     * @param zone whose days, weeks, months and years they are
     */
    public record Rules(int days, int maxCount, Map<Period, Integer> periods, ZoneId zone) {
        /** Without periods. */
        public Rules(int days, int maxCount) {
            this(days, maxCount, Map.of(), ZoneOffset.UTC);
        }
    }

    /**
     * @param at when it was completed; for one that was not, when it was created
     * @param strange and not acknowledged
     */
    public record Facts(
            long id,
            Instant at,
            RunState status,
            BackupOrigin origin,
            boolean verified,
            boolean degraded,
            boolean pinned,
            boolean inUse,
            boolean strange) {
        boolean completed() {
            return status == RunState.COMPLETED;
        }

        boolean good() {
            return completed() && verified && !degraded;
        }

        boolean holds() {
            return completed() && strange;
        }
    }

    /** Why a backup stays or goes; the name is a stable code. Its text is {@code RETENTION_<name>} in the messages. */
    public enum Reason {
        UNFINISHED(false),
        IN_USE(false),
        PINNED(false),
        NEWEST_GOOD(false),
        ONLY_BACKUP(false),
        WITHIN_LIMITS(false),
        LAST_OF_DAY(false),
        LAST_OF_WEEK(false),
        LAST_OF_MONTH(false),
        LAST_OF_YEAR(false),
        HELD(false),
        STORE_MISSING(false),
        AWAITS_DESTINATION(false),
        IN_DESTINATION(false),
        LOCKED(false),
        TOO_OLD(true),
        TOO_MANY(true);

        private static Reason of(Period period) {
            return switch (period) {
                case DAILY -> LAST_OF_DAY;
                case WEEKLY -> LAST_OF_WEEK;
                case MONTHLY -> LAST_OF_MONTH;
                case YEARLY -> LAST_OF_YEAR;
            };
        }

        private final boolean removes;

        Reason(boolean removes) {
            this.removes = removes;
        }

        public boolean removes() {
            return removes;
        }
    }

    public record Decision(long id, Reason reason) {
        public boolean removes() {
            return reason.removes();
        }

        /** Where a disk is not mounted nothing can be removed, and nobody knows what is there. */
        Decision unlessItsDirectoryIsMissing() {
            return removes() ? new Decision(id, Reason.STORE_MISSING) : this;
        }
    }

    private final Rules rules;
    private final Instant oldest;
    private final Comparator<Facts> newestFirst;
    private final boolean anyGood;
    private final Map<Long, Integer> regularGood;
    private final Map<Long, Period> ofPeriods;
    private final Map<Long, Integer> safetyGood;
    private final Map<Long, Integer> maintenanceGood;
    private final Map<Long, Integer> maintenanceCompleted;
    private final Map<Long, Integer> notGood;
    private final Set<Long> held;

    private Retention(List<Facts> records, Rules rules, Instant now) {
        this.rules = rules;
        this.oldest = now.minus(Duration.ofDays(rules.days()));
        this.newestFirst = newestFirst(now);
        this.anyGood = records.stream().anyMatch(Facts::good);
        this.regularGood = ranks(records, record -> record.good() && regular(record));
        this.ofPeriods = LastOfPeriods.of(
                records.stream()
                        .filter(record -> record.good() && regular(record) && !WrongClock.wrote(record.at(), now))
                        .sorted(newestFirst)
                        .toList(),
                rules);
        this.safetyGood = ranks(records, record -> record.good() && record.origin() == BackupOrigin.SAFETY);
        this.maintenanceGood = ranks(records, record -> record.good() && record.origin() == BackupOrigin.MAINTENANCE);
        this.maintenanceCompleted =
                ranks(records, record -> record.completed() && record.origin() == BackupOrigin.MAINTENANCE);
        this.notGood = ranks(records, record -> record.completed() && !record.good());
        this.held = HeldByStrange.of(records, newestFirst);
    }

    /** One decision a record, in the order of the records. They are those of one database, and their ids differ. */
    public static List<Decision> decide(List<Facts> records, Rules rules, Instant now) {
        Retention retention = new Retention(records, rules, now);
        return records.stream()
                .map(record -> new Decision(record.id(), retention.reason(record)))
                .toList();
    }

    private Reason reason(Facts record) {
        Reason reason = byRules(record);
        return reason.removes() && held.contains(record.id()) ? Reason.HELD : reason;
    }

    private Reason byRules(Facts record) {
        if (record.status() == RunState.PENDING || record.status() == RunState.RUNNING) {
            return Reason.UNFINISHED;
        }
        if (record.inUse()) {
            return Reason.IN_USE;
        }
        if (record.pinned()) {
            return Reason.PINNED;
        }
        if (record.good()) {
            return ofGood(record);
        }
        return record.completed() ? ofNotGood(record) : byAge(record);
    }

    private Reason ofGood(Facts record) {
        return switch (record.origin()) {
            case SAFETY -> byCount(safetyGood.get(record.id()), SAFETY_BACKUPS_KEPT);
            case MAINTENANCE -> byCount(maintenanceGood.get(record.id()), MAINTENANCE_BACKUPS_KEPT);
            case REQUEST, SCHEDULE -> {
                int newer = regularGood.get(record.id());
                if (newer == 0) {
                    yield Reason.NEWEST_GOOD;
                }
                Reason limits = byAge(record).removes() ? Reason.TOO_OLD : byCount(newer, rules.maxCount());
                yield limits.removes() && ofPeriods.containsKey(record.id())
                        ? Reason.of(ofPeriods.get(record.id()))
                        : limits;
            }
        };
    }

    private Reason ofNotGood(Facts record) {
        if (!anyGood && notGood.get(record.id()) == 0) {
            return Reason.ONLY_BACKUP;
        }
        return record.origin() == BackupOrigin.MAINTENANCE
                ? byCount(maintenanceCompleted.get(record.id()), MAINTENANCE_BACKUPS_KEPT)
                : byAge(record);
    }

    private Reason byAge(Facts record) {
        return record.at().isBefore(oldest) ? Reason.TOO_OLD : Reason.WITHIN_LIMITS;
    }

    private static Reason byCount(int newer, int kept) {
        return newer < kept ? Reason.WITHIN_LIMITS : Reason.TOO_MANY;
    }

    private static boolean regular(Facts record) {
        return record.origin() == BackupOrigin.REQUEST || record.origin() == BackupOrigin.SCHEDULE;
    }

    /**
     * One that says it is from the future was made while the clock was wrong, and nobody knows when. By its own word it would push every new
     * backup out until that time comes, so it counts as the oldest; of several, by their ids.
     */
    private static Comparator<Facts> newestFirst(Instant now) {
        return Comparator.comparing((Facts record) -> WrongClock.wrote(record.at(), now) ? Instant.MIN : record.at())
                .thenComparing(Facts::id)
                .reversed();
    }

    /** How many of a class are newer, by id. */
    private Map<Long, Integer> ranks(List<Facts> records, Predicate<Facts> ofClass) {
        Map<Long, Integer> ranks = new HashMap<>();
        records.stream().filter(ofClass).sorted(newestFirst).forEach(record -> ranks.put(record.id(), ranks.size()));
        return ranks;
    }
}
