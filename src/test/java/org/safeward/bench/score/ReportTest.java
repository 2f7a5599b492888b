package org.safeward.bench.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table for people and the same as JSON. */
class ReportTest {
    private static final Machine MACHINE =
            new Machine(2, "a processor", 24_105, "ext4", "Linux 6", "17", List.of("SQLite 3.40.1"), "0.10 0.20 0.30");

    private static Score score(double seconds, Long bytes, Long memory) {
        return new Score(seconds, List.of(seconds), bytes, memory, memory, Map.of());
    }

    private static final Row BACKUP = Row.of(
                    "sqlite backup 520 MB",
                    "sqlite3 .dump | gzip -6",
                    new Score.Pair(score(15.5, 110_000_000L, 441L), score(30.0, 100_000_000L, null)),
                    new Row.Limits(0.50, 1.10))
            .growingFrom(score(2.0, null, null));
    private static final Row ALONE =
            Row.of("sqlite restore 2.1 GB", null, new Score.Pair(score(62.3, null, 775L), null), Row.Limits.NONE);
    private static final Row COMMITS =
            Row.milliseconds("sqlite commits, p99", "idle", 3.2, 1.6, Row.Limits.time(1.5), "while a backup runs");

    private static Report report() {
        return new Report(
                Instant.parse("2026-11-28T16:45:30Z"),
                MACHINE,
                "whole",
                "-Xmx256m",
                3,
                List.of("sqlite"),
                List.of(BACKUP, ALONE, COMMITS));
    }

    @Test
    void theTableIsAligned() {
        assertEquals(
                """
                work     against  ours  phases
                long     -           1  dump
                longest  a peer    123
                """,
                Table.aligned(List.of(
                        List.of("work", "against", "ours", "phases"),
                        List.of("long", "-", "1", "dump"),
                        List.of("longest", "a peer", "123", ""))));
    }

    @Test
    void theTextNamesTheMachineAndMarksWhatIsAboveItsLimit() {
        List<String> lines = report().text().lines().toList();
        assertEquals(
                "2026-11-28 16:45 UTC, 2 processors, load 0.10 0.20 0.30, size whole, -Xmx256m, best of 3; seconds, MB",
                lines.get(1));
        assertEquals("a processor, 24105 MB of memory, ext4, Linux 6, Java 17, SQLite 3.40.1", lines.get(2));
        assertEquals(
                List.of(
                        "sqlite backup 520 MB",
                        "sqlite3 .dump | gzip -6",
                        "15.5",
                        "30",
                        "0.517",
                        "0.50!",
                        "110/100",
                        "1.1",
                        "1.10",
                        "441",
                        "441",
                        "7.75",
                        ""),
                BACKUP.cells());
        assertEquals("sqlite commits, p99, ms", COMMITS.cells().get(0));
        assertEquals("2", COMMITS.cells().get(4));
        assertEquals(Row.HEADINGS.size(), ALONE.cells().size());
        assertTrue(lines.get(4).startsWith("work "), lines.get(4));
    }

    @Test
    void theJsonSaysTheSame() {
        JsonObject json = JsonParser.parseString(report().json()).getAsJsonObject();
        assertEquals("2026-11-28T16:45:30Z", json.get("at").getAsString());
        assertEquals(24_105, json.getAsJsonObject("machine").get("memory_mb").getAsInt());
        JsonObject backup = json.getAsJsonArray("rows").get(0).getAsJsonObject();
        assertEquals(15.5, backup.getAsJsonObject("ours").get("best").getAsDouble());
        assertEquals(441, backup.getAsJsonObject("ours").get("resident_mb").getAsInt());
        assertEquals(0.517, backup.getAsJsonObject("time").get("value").getAsDouble());
        assertFalse(backup.getAsJsonObject("time").get("kept").getAsBoolean());
        assertTrue(backup.getAsJsonObject("size").get("kept").getAsBoolean());
        JsonObject alone = json.getAsJsonArray("rows").get(1).getAsJsonObject();
        assertFalse(alone.has("theirs") || alone.has("time") || alone.has("size"), alone.toString());
    }

    @Test
    void thisMachineCanBeDescribed() throws Exception {
        Machine here = Machine.here(Path.of(""), List.of());
        assertTrue(here.memoryMb() > 100 && here.load().split(" ").length == 3, here.toString());
    }
}
