package org.safeward.backup.strange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.safeward.backup.strange.Strangeness.Seen;
import org.safeward.fault.Messages;
import org.safeward.fault.Warning;

class StrangenessTest {
    private static final long MB = 1L << 20;

    @Test
    void aDayAsAnyOtherIsNotStrange() {
        Seen before = seen(Map.of("orders", 5000L, "sessions", 900L), 10 * MB, 2 * MB);

        assertEquals(List.of(), codes(before, before));
        assertEquals(List.of(), codes(before, seen(Map.of("orders", 5100L, "sessions", 0L), 9 * MB, 2 * MB)));
        assertEquals(List.of(), codes(before, seen(Map.of("orders", 90000L, "sessions", 7L), 99 * MB, 30 * MB)));
    }

    @Test
    void moreThanHalfOfAllRowsLostIsStrange() {
        Seen before = seen(Map.of("a", 300L, "b", 700L), MB, MB / 4);

        assertEquals(List.of(), codes(before, seen(Map.of("a", 300L, "b", 200L), MB, MB / 4)), "exactly half");
        List<Warning> found = Strangeness.of(before, seen(Map.of("a", 300L, "b", 199L), MB, MB / 4));
        assertEquals(List.of(new Warning("STRANGE_ROWS_FELL", "shop", List.of("1000", "499", "7"))), found);
        assertEquals(
                "Database shop has 499 rows in all tables; it had 1000 in backup 7",
                Messages.ENGLISH.message(found.get(0)));
    }

    @Test
    void fewRowsAreNothing() {
        assertEquals(List.of(), codes(seen(Map.of("a", 3L), MB, MB / 4), seen(Map.of("a", 1L), MB, MB / 4)));
        assertEquals(List.of(), codes(seen(Map.of("a", 99L), MB, MB / 4), seen(Map.of("a", 0L), MB, MB / 4)));
        assertEquals(
                List.of("STRANGE_ROWS_FELL"),
                codes(seen(Map.of("a", 100L), MB, MB / 4), seen(Map.of("a", 0L), MB, MB / 4)));
    }

    @Test
    void lessThanHalfOfTheSizeIsStrangeWhenItIsAMegabyte() {
        Map<String, Long> rows = Map.of("pages", 50L);

        assertEquals(List.of("STRANGE_SIZE_FELL"), codes(seen(rows, 3 * MB, MB), seen(rows, MB, MB / 3)));
        assertEquals(List.of(), codes(seen(rows, 3 * MB, MB), seen(rows, 2 * MB, MB / 2)));
        assertEquals(List.of(), codes(seen(rows, MB, MB / 2), seen(rows, 1000, 500)), "less than a megabyte lost");
    }

    /** A script and a snapshot of the same rows: as files they have nothing in common. */
    @Test
    void ofABackupOfAnotherKindOnlyTheRowsCount() {
        Seen script = seen(Map.of("pages", 500L), 9 * MB, MB);
        Seen snapshot = seen(Map.of("pages", 500L), 2 * MB, 2 * MB);

        assertEquals(List.of(), codes(script.sizedAs(snapshot), snapshot));
        Seen emptied = seen(Map.of("pages", 5L), 2 * MB, 2 * MB);
        assertEquals(List.of("STRANGE_ROWS_FELL"), codes(script.sizedAs(emptied), emptied));
    }

    @Test
    void aTableThatIsGoneIsStrangeUnlessItHeldNextToNothing() {
        Seen before = seen(Map.of("kept", 5000L, "customers", 10L, "flags", 9L), MB, MB / 4);

        List<Warning> found = Strangeness.of(before, seen(Map.of("kept", 5000L), MB, MB / 4));
        assertEquals(List.of(new Warning("STRANGE_TABLES_GONE", "customers", List.of("1", "10", "7"))), found);
        assertEquals(
                List.of(), codes(before, seen(Map.of("kept", 5000L, "customers", 0L), MB, MB / 4)), "only emptied");
    }

    @Test
    void ofManyTablesThatAreGoneSomeAreNamed() {
        Map<String, Long> many = new java.util.TreeMap<>();
        for (char c = 'a'; c < 'k'; c++) {
            many.put("t" + c, 10L);
        }

        List<Warning> found = Strangeness.of(seen(many, MB, MB / 4), seen(Map.of("note", 1L), MB, MB / 4));
        assertEquals("ta, tb, tc, td, te, ...", found.get(0).object());
        assertEquals(List.of("10", "100", "7"), found.get(0).arguments());
    }

    @Test
    void renamedTablesAndPartitionsByDateAreNotGone() {
        Seen before = seen(Map.of("kept", 9000L, "client", 500L, "log_2026_10", 700L), MB, MB / 4);

        assertEquals(
                List.of(), codes(before, seen(Map.of("kept", 9000L, "customer", 510L, "log_2026_11", 3L), MB, MB / 4)));
        assertEquals(
                List.of("STRANGE_TABLES_GONE"),
                codes(before, seen(Map.of("kept", 9000L, "log_2026_11", 3L, "other", 3L), MB, MB / 4)));
    }

    @Test
    void oneNewTableIsTheNewNameOfOneOnly() {
        Seen before = seen(Map.of("kept", 9000L, "a", 50L, "b", 50L), MB, MB / 4);

        assertEquals(List.of("STRANGE_TABLES_GONE"), codes(before, seen(Map.of("kept", 9000L, "c", 50L), MB, MB / 4)));
    }

    @Test
    void whatCompressesMuchWorseThanBeforeIsStrange() {
        Map<String, Long> rows = Map.of("a", 100L);
        Seen before = seen(rows, MB, MB / 4);

        assertEquals(List.of("STRANGE_INCOMPRESSIBLE"), codes(before, seen(rows, 2 * MB, MB)));
        assertEquals(List.of(), codes(before, seen(rows, 10 * MB, 4 * MB)), "40 %");
        assertEquals(List.of(), codes(seen(rows, MB, MB / 2), seen(rows, MB, MB * 7 / 10)), "it never compressed well");
        assertEquals(List.of(), codes(seen(rows, MB / 8, MB / 32), seen(rows, MB, MB)), "too small to tell");
    }

    @Test
    void sizesOfFilesAreOnlyComparedWhenBothAreCompressed() {
        Seen plain = new Seen(8, "shop", Map.of("a", 100L), MB, MB, false);

        assertEquals(List.of(), codes(seen(Map.of("a", 100L), MB, MB / 4), plain));
        assertEquals(List.of(), codes(plain, plain));
    }

    @Test
    void severalThingsAreToldTogether() {
        List<String> codes =
                codes(seen(Map.of("a", 1000L, "b", 1000L), 20 * MB, 2 * MB), seen(Map.of("ransom_note", 1L), MB, MB));

        assertTrue(
                codes.containsAll(List.of("STRANGE_ROWS_FELL", "STRANGE_SIZE_FELL", "STRANGE_TABLES_GONE")),
                codes.toString());
        assertTrue(codes.contains("STRANGE_INCOMPRESSIBLE"), codes.toString());
    }

    private static Seen seen(Map<String, Long> rows, long sqlBytes, long fileBytes) {
        return new Seen(7, "shop", rows, sqlBytes, fileBytes, true);
    }

    private static List<String> codes(Seen before, Seen now) {
        return Strangeness.of(before, now).stream().map(Warning::code).toList();
    }
}
