package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Facts;
import org.safeward.engine.sqlite.dump.DumpTest;
import org.safeward.engine.sqlite.script.RawText;

/** Names in the encoding of a program that knew no UTF-8. */
class RawNamesTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"ISO-8859-1,groß,Kürzel", "GBK,客户表,名称", "Shift_JIS,顧客,ソート表", "windows-1251,заказы,имя"})
    void theyComeBackAsTheirBytes(String charset, String table, String column) throws Exception {
        Path live = directory.resolve("live.db");
        load(
                live,
                charset,
                "CREATE TABLE \"T\"(id INTEGER PRIMARY KEY, \"C\" TEXT CHECK(\"C\" <> 'C'), other);",
                "INSERT INTO \"T\" VALUES(1,'x',1),(2,'C',zeroblob(2000000)),(7,NULL,2.5);"
                        .replace("'C'", "'c' || 'C'"),
                "CREATE INDEX \"i C\" ON \"T\"(\"C\"); CREATE INDEX \"e C\" ON \"T\"(lower(\"C\")) WHERE \"C\" > 'C';",
                "CREATE VIEW \"v C\" AS SELECT \"C\" FROM \"T\"; CREATE TABLE plain(\"C\" UNIQUE, g AS (\"C\"||1) STORED);",
                "CREATE TRIGGER \"t C\" AFTER INSERT ON \"T\" BEGIN INSERT INTO plain VALUES(new.\"C\"); END;",
                "CREATE TABLE w(\"C\" TEXT, b, PRIMARY KEY(\"C\")) WITHOUT ROWID; INSERT INTO w VALUES('C',1);",
                "INSERT INTO plain VALUES('C'),(2); CREATE TABLE ü(a); INSERT INTO ü VALUES('both');",
                "CREATE VIRTUAL TABLE \"f C\" USING fts5(\"C\"); INSERT INTO \"f C\" VALUES('word');",
                "CREATE TABLE \"n C\"(\"C\"); INSERT INTO \"n C\" VALUES(NULL),(5),('5');",
                "PRAGMA writable_schema=ON;UPDATE sqlite_master SET sql='CREATE TABLE \"n C\"(\"C\" INT NOT NULL)' WHERE"
                        + " name='n C';PRAGMA writable_schema=RESET;",
                table,
                column);
        RoundTrip trip = new RoundTrip(live).assertComesBack();
        String shown = RawText.shown("n " + RawText.of(column.getBytes(Charset.forName(charset))));
        assertEquals(List.of("ROWS_BREAK_DECLARATION " + shown), trip.codes());
    }

    /** The last two are what T and C stand for. */
    private static void load(Path live, String charset, String... sql) throws Exception {
        String script = String.join("\n", List.of(sql).subList(0, sql.length - 2))
                .replace("\"T\"", '"' + sql[sql.length - 2].replace("\"", "\"\"") + '"')
                .replaceAll("\\bC\\b(?!-)", Matcher.quoteReplacement(sql[sql.length - 1]))
                .replace("ü(a)", "plain2(a)")
                .replace("INTO ü", "INTO plain2");
        Path file = live.resolveSibling("make.sql");
        Files.write(file, script.getBytes(Charset.forName(charset)));
        assertEquals("", Shell.load(file, live));
    }

    @Test
    void aDumpOfTheShellWithSuchNamesIsTaken() throws Exception {
        Path live = directory.resolve("live.db");
        load(live, "ISO-8859-1", "CREATE TABLE \"T\"(\"C\"); INSERT INTO \"T\" VALUES('C');", "groß", "Kürzel");
        List<String> before = Contents.of(live);
        Path dump = directory.resolve("dump.sql");
        Shell.dump(live, dump);
        Files.delete(live);
        new RoundTrip(live).restore(new BackupScript(dump, Optional.empty(), true));
        DumpTest.assertSame(before, Contents.of(live));
        try (Session session = Session.read(live, 0, Work.UNWATCHED)) {
            assertEquals("gro\\xDF", Facts.of(session).tables().get(0).name());
        }
    }

    @Test
    void everySequenceOfBytesIsKept() {
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = new byte[random.nextInt(12)];
            random.nextBytes(bytes);
            assertArrayEquals(bytes, RawText.bytes(RawText.of(bytes)));
        }
        byte[] half = "\ud83d\ude00x\u00ff".getBytes(StandardCharsets.UTF_8);
        assertArrayEquals(half, RawText.bytes(RawText.of(half)));
    }
}
