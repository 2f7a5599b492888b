package org.safeward.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.safeward.store.remote.FileLock;
import org.safeward.store.remote.StorePlace;

/**
 * A place beyond the backup directory that each good backup is copied to.
 *
 * @param name by which it is asked for
 * @param databases whose backups go there; empty for all
 * @param bandwidth the most bytes that are sent there in a second; empty for no limit
 * @param recipients public keys that copies there are encrypted to, as they were written; none when they are not encrypted
 * @param keep how long copies stay there
 * @param lock for how long the place shall let nobody remove a copy; empty where it is not asked for that
 */
public record DestinationSettings(
        String name,
        StorePlace place,
        Set<String> databases,
        OptionalLong bandwidth,
        List<String> recipients,
        KeepRules keep,
        Optional<Lock> lock) {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,39}");

    /** What the backup directory itself is called where places are listed. */
    private static final String LOCAL = "local";

    /** In the order of {@code safeward.destinations}, which is the one in which they are asked for a file. */
    static Map<String, DestinationSettings> of(SettingReader read, List<String> databases) {
        Map<String, DestinationSettings> destinations = new LinkedHashMap<>();
        for (String name : read.words("safeward.destinations")) {
            if (!NAME.matcher(name).matches() || name.equals(LOCAL)) {
                read.fault("safeward.destinations", "holds the name \"" + name + "\", which is none for a destination");
            } else {
                read(read, name, databases, destinations);
            }
        }
        return Collections.unmodifiableMap(destinations);
    }

    private static void read(
            SettingReader read, String name, List<String> known, Map<String, DestinationSettings> destinations) {
        String key = "safeward.destination." + name;
        Set<String> databases = Set.copyOf(read.words(key + ".databases"));
        if (!known.containsAll(databases)) {
            read.fault(key + ".databases", "holds a name that is not in safeward.databases");
        }
        long bandwidth = read.bytes(key + ".bandwidth", 0);
        Optional<Lock> lock = Lock.of(read, key);
        Optional<StorePlace> there = new DestinationPlaces(read, key).place();
        if (lock.isPresent()
                && there.filter(place -> !place.kind().equals("s3")).isPresent()) {
            read.fault(key + ".lock", "is set, but only a bucket of S3 can lock what lies there");
        }
        there.ifPresent(place -> destinations.put(
                name,
                new DestinationSettings(
                        name,
                        place,
                        databases,
                        bandwidth == 0 ? OptionalLong.empty() : OptionalLong.of(bandwidth),
                        read.words(key + ".recipients"),
                        read.told(key + ".keep", KeepRules::of, KeepRules.OF_THE_CONFIG),
                        lock)));
    }

    /** Whether backups of a database go there. */
    public boolean takes(String database) {
        return databases.isEmpty() || databases.contains(database);
    }

    public boolean encrypts() {
        return !recipients.isEmpty();
    }

    /**
     * A lock on each copy, from when it was made.
     *
     * @param days of 24 hours
     * @param mode who may end it before its time
     */
    public record Lock(int days, FileLock.Mode mode) {
        /** As long as S3 takes it: a hundred years. */
        private static final int MOST_DAYS = 36_500;

        private static final int DAYS_OF_A_YEAR = 365;
        private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})\\s*([dy])");

        private static Optional<Lock> of(SettingReader read, String key) {
            FileLock.Mode mode = read.parse(
                    key + ".lock-mode", FileLock.Mode::valueOf, FileLock.Mode.GOVERNANCE, "GOVERNANCE or COMPLIANCE");
            int days = read.parse(
                    key + ".lock", Lock::days, 0, "a number of whole days or years such as 30d or 7y, from 1d to 100y");
            if (days == 0
                    && read.text(key + ".lock").isEmpty()
                    && read.text(key + ".lock-mode").isPresent()) {
                read.fault(key + ".lock-mode", "is set, and for how long it locks is not: " + key + ".lock is missing");
            }
            return days == 0 ? Optional.empty() : Optional.of(new Lock(days, mode));
        }

        private static int days(String text) {
            Matcher matcher = LENGTH.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(text);
            }
            int days = Integer.parseInt(matcher.group(1)) * (matcher.group(2).equals("y") ? DAYS_OF_A_YEAR : 1);
            if (days < 1 || days > MOST_DAYS) {
                throw new IllegalArgumentException(text);
            }
            return days;
        }

        /** Until when a copy is locked that is made now. */
        public Instant from(Instant now) {
            return now.plus(Duration.ofDays(days));
        }
    }

    /**
     * How backups are made where none stays on this machine.
     *
     * @param directory that each lies in until every destination of its database has a copy that was read back from there
     * @param maxSize bytes of all that lies there; once they are reached, no backup begins
     */
    public record Spool(Path directory, long maxSize) {
        private static final String SETTING = "safeward.backup.local";

        /** Empty where backups stay in the backup directory. */
        static Optional<Spool> of(
                SettingReader read,
                Path home,
                CatalogSettings catalog,
                List<String> databases,
                Map<String, DestinationSettings> destinations) {
            long maxSize = read.bytes("safeward.spool.max-size", Long.MAX_VALUE);
            if (read.flag(SETTING, true)) {
                return Optional.empty();
            }
            databases.stream()
                    .filter(database ->
                            destinations.values().stream().noneMatch(destination -> destination.takes(database)))
                    .forEach(database -> read.fault(
                            SETTING,
                            "is false, but no destination of safeward.destinations takes the database " + database));
            return Optional.of(new Spool(directory(home.resolve("spool"), catalog), maxSize));
        }

        /** Nodes that share a catalog may all have the same home, each on its own disk: which spool is meant has to show by its path alone. */
        private static Path directory(Path spool, CatalogSettings catalog) {
            return catalog.isSqlite()
                    ? spool
                    : spool.resolve("node-" + catalog.nodeName().replaceAll("[^A-Za-z0-9._-]", "_"));
        }
    }
}
