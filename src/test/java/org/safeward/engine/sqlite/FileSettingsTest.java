package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.BackupScript;

/** What a file keeps beside its tables comes back, whatever has become of the live file meanwhile. */
class FileSettingsTest {
    private static final String ALL =
            "PRAGMA page_size; PRAGMA auto_vacuum; PRAGMA user_version; PRAGMA application_id;"
                    + "PRAGMA encoding; PRAGMA journal_mode;";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "65536,2,WAL,missing",
        "65536,2,WAL,wreck",
        "512,0,WAL,broken",
        "4096,1,WAL,same",
        "8192,1,DELETE,missing",
        "1024,2,DELETE,wreck"
    })
    void theyComeBack(int pageSize, int autoVacuum, String journalMode, String meanwhile) throws Exception {
        Path live = directory.resolve("live.db");
        Shell.run(
                live,
                "PRAGMA page_size=" + pageSize + "; PRAGMA auto_vacuum=" + autoVacuum + "; PRAGMA encoding='UTF-16be';"
                        + "CREATE TABLE t(a,b); INSERT INTO t VALUES(1,zeroblob(200000)); CREATE INDEX i ON t(a DESC);"
                        + "PRAGMA user_version=-2147483648; PRAGMA application_id=-5; PRAGMA journal_mode="
                        + journalMode + ";");
        String before = Shell.run(live, ALL);
        List<String> contents = Contents.of(live);
        RoundTrip trip = new RoundTrip(live);
        BackupScript backup = trip.backup();
        switch (meanwhile) {
            case "missing" -> Files.delete(live);
            case "wreck" -> {
                Files.delete(live);
                Shell.run(live, "CREATE TABLE wreck(a); PRAGMA user_version=1;");
            }
            case "broken" -> Files.writeString(live, "this has been a database once, and is none any more");
            default -> Shell.run(live, "DROP TABLE t;");
        }
        trip.restore(backup);
        assertEquals(before, Shell.run(live, ALL));
        DumpTest.assertSame(contents, Contents.of(live));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(
                    0, files.filter(f -> f.toString().contains(".restore-")).count());
        }
    }
}
