package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.sqlite.dump.DumpTest;

/** What a file keeps beside its tables comes back, whatever has become of the live file meanwhile. */
class FileSettingsTest {
    private static final String ALL =
            "PRAGMA page_size; PRAGMA auto_vacuum; PRAGMA user_version; PRAGMA application_id;"
                    + "PRAGMA encoding; PRAGMA journal_mode;";

    @TempDir
    Path directory;

    /** Known without reading the file beside SQLite, whatever the schema's first page looks like. */
    @ParameterizedTest
    @CsvSource({
        "0,0,UTF-8,4096",
        "0,8,UTF-8,4096",
        "1,8,UTF-16le,512",
        "1,0,UTF-16be,512",
        "5,1,UTF-8,4096",
        "40,0,UTF-8,1024",
        "40,32,UTF-16le,65536",
        "300,0,UTF-16le,4096",
        "300,8,UTF-8,4096",
        "300,255,UTF-8,1024",
        "150,0,UTF-8,8192"
    })
    void bytesThatPagesReserveAreTold(int tables, int reserved, String encoding, int pageSize) throws Exception {
        Path live = directory.resolve("live.db");
        StringBuilder sql = new StringBuilder(".filectrl reserve_bytes " + reserved + "\nPRAGMA encoding='" + encoding
                + "'; PRAGMA page_size=" + pageSize + "; PRAGMA user_version=1; BEGIN;\n");
        Random random = new Random(tables);
        for (int i = 0; i < tables; i++) {
            sql.append("CREATE TABLE t" + i + "n".repeat(random.nextInt(60)) + "(a" + "ü".repeat(random.nextInt(70))
                    + (i % 3 == 0 ? " UNIQUE" : "") + ");\n");
        }
        sql.append(tables > 1 ? "CREATE VIEW v AS SELECT 1; DROP VIEW v;\nCOMMIT; VACUUM;" : "COMMIT;");
        Path script = directory.resolve("in.sql");
        Files.writeString(script, sql);
        Shell.load(script, live);
        assertEquals(reserved, Files.readAllBytes(live)[20] & 0xff);
        RoundTrip trip = new RoundTrip(live).assertComesBackHere();
        assertEquals(
                reserved == 0 ? List.of() : List.of("RESERVED_BYTES_LOST main"),
                trip.codes().stream().distinct().toList());
    }

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
