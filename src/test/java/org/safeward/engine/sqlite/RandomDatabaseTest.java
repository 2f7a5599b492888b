package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.engine.BackupScript;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.dump.DumpTest;
import org.safeward.engine.sqlite.script.SqlNames;

/** Random schemas and values: whatever they are, they come back through the engine and through the plain shell. */
class RandomDatabaseTest {
    private static final String[] TYPES = {
        "", "INT", "INTEGER", "TEXT", "REAL", "BLOB", "NUMERIC", "VARCHAR(10) COLLATE NOCASE", "DOUBLE", "DATE", "ANY"
    };
    private static final String[] STRICT_TYPES = {"INT", "INTEGER", "TEXT", "REAL", "BLOB", "ANY"};
    private static final int DOUBLES = 60_000;

    @TempDir
    Path directory;

    /** As many as a gate has time for; more by -Dtests.random-databases=1000. */
    private static final int RANDOM = Integer.getInteger("tests.random-databases", 30);

    static IntStream seeds() {
        int fresh = new Random().nextInt();
        int known = Math.min(25, RANDOM);
        return IntStream.concat(IntStream.rangeClosed(1, known), IntStream.range(fresh, fresh + RANDOM - known));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyDatabaseComesBack(int seed) throws Exception {
        Random random = new Random(seed);
        Path source = directory.resolve("source.db");
        try (Connection connection = Databases.open(source);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA encoding='" + pick(random, "UTF-8", "UTF-8", "UTF-16le", "UTF-16be") + "'");
            statement.execute("PRAGMA page_size=" + (512 << random.nextInt(8)));
            statement.execute("PRAGMA user_version=" + random.nextInt());
            connection.setAutoCommit(false);
            for (int i = 0; i < 1 + random.nextInt(5); i++) {
                table(i, random, connection);
            }
            connection.commit();
        }
        Manifest manifest = assertComesBack(source);
        for (int i = 0; i < 10; i++) {
            assertOneChangeIsSeen(manifest, source, random);
        }
        Path again = Files.createDirectories(directory.resolve("again")).resolve("live.db");
        new RoundTrip(Files.copy(source, again)).assertComesBackFromSnapshot();
    }

    /** The digests say of a database that it is the same if, and only if, all that can be read of it is. */
    private void assertOneChangeIsSeen(Manifest manifest, Path database, Random random) throws Exception {
        Path changed = Files.copy(database, directory.resolve("changed.db"), StandardCopyOption.REPLACE_EXISTING);
        try (Connection connection = Databases.open(changed)) {
            OneBit.change(connection, random);
        }
        boolean same = Contents.of(database).equals(Contents.of(changed));
        SqliteEngine engine = new SqliteEngine(new SqliteDatabase("default", changed, directory));
        ContentComparison compared =
                ContentComparison.of(manifest, engine.dump(OutputStream.nullOutputStream(), Work.UNWATCHED));
        assertEquals(same, compared.isSame(), () -> compared.differing() + " " + compared.others());
    }

    @Test
    void everyDoubleComesBackToTheLastBit() throws Exception {
        Path source = directory.resolve("source.db");
        Random random = new Random(20260101);
        try (Connection connection = Databases.open(source);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE doubles(any, r REAL, n NUMERIC)");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO doubles VALUES (?1, ?1, ?1)")) {
                for (int i = 0; i < DOUBLES; i++) {
                    insert.setDouble(1, oneDouble(i, random));
                    insert.execute();
                }
            }
            connection.commit();
        }
        assertComesBack(source);
    }

    private static double oneDouble(int i, Random random) {
        return switch (i % 6) {
            case 0 -> RandomValues.real(random);
            case 1 -> random.nextInt(2_000_000_000) / 1e6;
            case 2 -> random.nextLong() / Math.pow(10, random.nextInt(19));
            case 3 -> (random.nextInt(20_000_000) - 10_000_000) / Math.pow(10, random.nextInt(9));
            case 4 -> Math.scalb(1.0, random.nextInt(2098) - 1074);
            default -> Math.nextAfter(Math.pow(10, random.nextInt(600) - 300), random.nextBoolean() ? 0 : 1e308);
        };
    }

    private Manifest assertComesBack(Path source) throws Exception {
        List<String> expected = Contents.of(source);
        Path script = directory.resolve("backup.sql");
        SqliteEngine engine = new SqliteEngine(new SqliteDatabase("default", source, directory.resolve("restored")));
        Manifest manifest;
        try (BackupFileWriter writer = BackupFileWriter.create(script, BackupFormat.SQL, 1)) {
            DumpFacts facts = engine.dump(writer.sql(), Work.UNWATCHED);
            manifest = writer.finish(new ManifestDraft(
                    "test",
                    "sqlite",
                    facts.engineVersion(),
                    "default",
                    facts.moment(),
                    facts.tables(),
                    facts.details()));
        }
        Path loaded = directory.resolve("loaded.db");
        assertEquals("", Shell.load(script, loaded));
        DumpTest.assertSame(expected, Contents.of(loaded));
        BackupScript backup = new BackupScript(script, Optional.of(manifest), false);
        try (Staging staging = engine.stage(backup, "1", new Destination.NewDatabase("new.db"), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            RoundTrip.assertProven(backup, staging);
            staging.swap(() -> {}, Duration.ZERO, Work.UNWATCHED);
        }
        DumpTest.assertSame(expected, Contents.of(directory.resolve("restored").resolve("new.db")));
        return manifest;
    }

    private static void table(int number, Random random, Connection connection) throws SQLException {
        boolean strict = random.nextInt(4) == 0;
        boolean withoutRowid = random.nextInt(4) == 0;
        List<String> names = new ArrayList<>();
        List<String> definitions = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(6); i++) {
            String name = SqlNames.identifier(pick(random, "c", "rowid", "select", "it''s \"", "名前", "a;--", "") + i);
            names.add(name);
            definitions.add(name + " " + (strict ? pick(random, STRICT_TYPES) : pick(random, TYPES))
                    + (i == 0 ? key(random, withoutRowid) : ""));
        }
        if (random.nextInt(4) == 0) {
            definitions.add("generated ANY AS (typeof(" + names.get(0) + ")) " + pick(random, "STORED", "VIRTUAL"));
        }
        String table = SqlNames.identifier(pick(random, "t", "order by", "\"", "x'y", "表") + number);
        List<String> options = new ArrayList<>();
        if (strict) {
            options.add("STRICT");
        }
        if (withoutRowid) {
            options.add("WITHOUT ROWID");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE " + table + "(" + String.join(pick(random, ",", ", -- ;\n", ",\r\n"), definitions)
                            + ")" + String.join(",", options));
            rows(table, names, random, connection);
            if (random.nextBoolean()) {
                statement.execute("CREATE INDEX " + SqlNames.identifier("i; " + number) + " ON " + table + "("
                        + names.get(0) + ")" + pick(random, "", " WHERE " + names.get(0) + " IS NOT NULL"));
            }
            statement.execute("CREATE VIEW " + SqlNames.identifier("v" + number) + " AS SELECT * FROM " + table);
            statement.execute("CREATE TRIGGER " + SqlNames.identifier("r" + number) + " AFTER INSERT ON " + table
                    + " BEGIN SELECT ';'; DELETE FROM " + table + "; END");
        }
    }

    private static String key(Random random, boolean withoutRowid) {
        if (withoutRowid) {
            return pick(random, " PRIMARY KEY", " NOT NULL PRIMARY KEY DESC");
        }
        return pick(random, "", "", " PRIMARY KEY", " UNIQUE", " DEFAULT 'x'");
    }

    private static void rows(String table, List<String> names, Random random, Connection connection)
            throws SQLException {
        String parameters = String.join(",", Collections.nCopies(names.size(), "?"));
        // What a key, a type or a constraint does not take is left out.
        String insert =
                "INSERT OR IGNORE INTO " + table + "(" + String.join(",", names) + ") VALUES (" + parameters + ")";
        for (int i = random.nextInt(500); i > 0; i--) {
            // One for each: the driver gives a statement up when it fails.
            try (PreparedStatement statement = connection.prepareStatement(insert)) {
                for (int column = 1; column <= names.size(); column++) {
                    statement.setObject(column, RandomValues.value(random));
                }
                statement.execute();
            } catch (SQLException e) {
                assertTrue(e.getMessage().matches("(?s).*(CONSTRAINT|MISMATCH).*"), e::getMessage);
            }
        }
    }

    private static String pick(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
