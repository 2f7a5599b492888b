package org.safeward.backup.strange;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.safeward.archive.content.Manifest;
import org.safeward.catalog.BackupFileRow;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * What is strange about a backup beside the one before it. A pure function of what two records know.
 *
 * <ol>
 *   <li>The rows of all tables together fell by more than half, and by 100 at least. Not those of each table: caches, sessions and queues are
 *       emptied every day.
 *   <li>The size before compression fell by more than half, and by a mebibyte at least.
 *   <li>A table is gone that had ten rows or more. Not when a new table has about as many rows (it was renamed), nor when another one
 *       stays whose name differs in digits only (partitions and logs by date come and go).
 *   <li>Compression saves much less than before: what is encrypted does not compress. As text it keeps three quarters of its size, as the
 *       hexadecimal digits of bytes a little more than half, so the limit is not near 1: the share that is left grew to one and a half times and
 *       is more than {@value #LEAST_PERCENT} %. Only of a quarter of a mebibyte and more.
 * </ol>
 *
 * <p>Errs to the alarm: after a restore of something much smaller, a great clean-up, a move of tables elsewhere, the first import of pictures or
 * archives. One acknowledgement ends it. Errs to silence: one table of many that is emptied or encrypted while the others are large; damage by
 * less than half a backup; rows that were changed and stayed as long.
 */
public final class Strangeness {
    static final int LEAST_ROWS_LOST = 100;
    static final int LEAST_ROWS_OF_TABLE = 10;
    static final long LEAST_BYTES_LOST = 1L << 20;
    static final long LEAST_BYTES_COMPRESSED = 1L << 18;
    static final int LEAST_PERCENT = 45;
    private static final double GROWTH = 1.5;
    private static final double SAME_TABLE = 0.9;
    private static final int MOST_NAMED = 5;

    /**
     * What is known of one backup.
     *
     * @param database as users call it
     * @param rows of each table, by its name
     * @param sqlBytes before compression
     * @param fileBytes of the file
     */
    public record Seen(
            long record, String database, Map<String, Long> rows, long sqlBytes, long fileBytes, boolean compressed) {

        /** Of a record whose file was read back. */
        static Seen of(long record, String database, BackupFileRow file) {
            Map<String, Long> rows = new HashMap<>();
            Manifest.fromJson(file.manifestJson())
                    .tables()
                    .forEach(table -> rows.merge(table.name(), table.rows(), Long::sum));
            return new Seen(record, database, rows, file.databaseSize(), file.fileSize(), file.compressed());
        }

        /** The same rows, of a backup of another kind: a script and an image of a database say nothing of each other's size. */
        Seen sizedAs(Seen other) {
            return new Seen(record, database, rows, other.sqlBytes, other.fileBytes, other.compressed);
        }

        long allRows() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }

        double share() {
            return (double) fileBytes / sqlBytes;
        }

        long percent() {
            return Math.round(100 * share());
        }
    }

    private final Seen before;
    private final Seen now;

    private Strangeness(Seen before, Seen now) {
        this.before = before;
        this.now = now;
    }

    /** One warning for each way in which it is strange; none when it is not. */
    public static List<Warning> of(Seen before, Seen now) {
        return new Strangeness(before, now).warnings();
    }

    /** Whether a warning of a backup is one of these. */
    public static boolean isOne(Warning warning) {
        return warning.code().startsWith("STRANGE_");
    }

    private List<Warning> warnings() {
        List<Warning> found = new ArrayList<>();
        if (halved(before.allRows(), now.allRows(), LEAST_ROWS_LOST)) {
            found.add(warning(WarningCode.STRANGE_ROWS_FELL, before.allRows(), now.allRows()));
        }
        if (halved(before.sqlBytes(), now.sqlBytes(), LEAST_BYTES_LOST)) {
            found.add(warning(WarningCode.STRANGE_SIZE_FELL, before.sqlBytes(), now.sqlBytes()));
        }
        Map<String, Long> gone = gone();
        if (!gone.isEmpty()) {
            found.add(warningOf(gone));
        }
        if (isIncompressible()) {
            found.add(warning(WarningCode.STRANGE_INCOMPRESSIBLE, before.percent(), now.percent()));
        }
        return found;
    }

    private static boolean halved(long before, long now, long leastLost) {
        return now < before - now && before - now >= leastLost;
    }

    private boolean isIncompressible() {
        return before.compressed()
                && now.compressed()
                && Math.min(before.sqlBytes(), now.sqlBytes()) >= LEAST_BYTES_COMPRESSED
                && now.percent() > LEAST_PERCENT
                && now.share() >= GROWTH * before.share();
    }

    private Map<String, Long> gone() {
        Set<String> shapes =
                now.rows().keySet().stream().map(Strangeness::shape).collect(Collectors.toSet());
        List<Long> added = new ArrayList<>();
        now.rows().forEach((name, rows) -> {
            if (!before.rows().containsKey(name)) {
                added.add(rows);
            }
        });
        Map<String, Long> gone = new TreeMap<>();
        before.rows().forEach((name, rows) -> {
            boolean stays = now.rows().containsKey(name) || shapes.contains(shape(name));
            if (!stays && rows >= LEAST_ROWS_OF_TABLE && !isAmong(added, rows)) {
                gone.put(name, rows);
            }
        });
        return gone;
    }

    /** Takes the one that it finds: each new table is one old table's new name. */
    private static boolean isAmong(List<Long> added, long rows) {
        return added.stream()
                .filter(other -> other >= SAME_TABLE * rows && rows >= SAME_TABLE * other)
                .findFirst()
                .map(added::remove)
                .orElse(false);
    }

    /** A name without its numbers. */
    private static String shape(String name) {
        return name.replaceAll("\\d+", "0");
    }

    private Warning warningOf(Map<String, Long> gone) {
        String names = gone.keySet().stream().limit(MOST_NAMED).collect(Collectors.joining(", "));
        long rows = gone.values().stream().mapToLong(Long::longValue).sum();
        return Warning.of(
                WarningCode.STRANGE_TABLES_GONE,
                gone.size() > MOST_NAMED ? names + ", ..." : names,
                gone.size(),
                rows,
                before.record());
    }

    private Warning warning(WarningCode code, long was, long is) {
        return Warning.of(code, now.database(), was, is, before.record());
    }
}
