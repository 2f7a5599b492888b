package org.safeward.engine.sqlite.script;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class StatementReaderTest {
    private static final String TRIGGER = """
            CREATE TEMP /* ; */ TRIGGER "a;b" AFTER INSERT ON t WHEN new.a <> ';' BEGIN
              INSERT INTO log VALUES (CASE WHEN 1 THEN 2 END);
              SELECT 'END;'; -- END;
              DELETE FROM "END"; /* ; END; */
            END -- really
            ;""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1;",
                "SELECT ';' || 'it''s;' || \"a;\"\"b\" || `a;``b` || [a;b];",
                "SELECT 1 -- no; end\n+ 2;",
                "SELECT 1 /* no; end * / ** */;",
                "SELECT 1 - -1 / 2 * 3;",
                "CREATE TABLE trigger(a);",
                "CREATE TABLE t(\"CREATE TRIGGER\");",
                "EXPLAIN QUERY PLAN SELECT 1;",
                "CREATE TRIGGER x DELETE ON t BEGIN SELECT 1; END;",
                "EXPLAIN CREATE TRIGGER x DELETE ON t BEGIN SELECT 1; END;",
                "INSERT INTO t VALUES('名前;','');",
                "INSERT INTO t VALUES(X'00FF','a\n;\r\nb');",
            })
    void aSemicolonWithinAStatementDoesNotEndIt(String statement) throws IOException {
        assertEquals(List.of(statement, "SELECT 2;"), texts("\n" + statement + " ; \n" + "SELECT 2;"));
        assertEquals(List.of("SELECT 0;", TRIGGER, statement), texts("SELECT 0;" + TRIGGER + statement));
    }

    @Test
    void commentsBetweenStatementsAndAByteOrderMarkAreLeftOut() throws IOException {
        String script = "\uFEFF-- a; comment\n/* another; */ ;; SELECT 1; -- after\n-- Safeward manifest: {}\n";
        assertEquals(List.of("SELECT 1;"), texts(script));
        assertEquals(List.of(), texts(""));
        assertEquals(List.of(), texts(" -- nothing"));
    }

    @Test
    void whatHasNoEndIsNotComplete() throws IOException {
        for (String cut :
                List.of("SELECT 1", "SELECT ';", "SELECT 1 /* ;", "CREATE TRIGGER t DELETE ON x BEGIN SELECT 1;")) {
            Statement statement =
                    reader(cut.getBytes(StandardCharsets.UTF_8)).next().get();
            assertFalse(statement.complete(), cut);
        }
    }

    @Test
    void aStatementIsCutWhereverTheStreamIsCut() throws IOException {
        String script = "SELECT 'a;';" + TRIGGER + "/* c */ SELECT 2 -- x\n; INSERT INTO t VALUES ('"
                + "y;".repeat(300_000) + "');";
        List<String> expected = texts(script);
        assertEquals(4, expected.size());
        byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
        InputStream trickle = new ByteArrayInputStream(bytes) {
            private final Random random = new Random(1);

            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(pos < 1000 ? 2 : 5000)));
            }
        };
        assertEquals(expected, texts(new StatementReader(trickle)));
    }

    @Test
    void aCommandOfTheShellIsRefused() throws IOException {
        StatementReader reader = reader("SELECT 1;\n.import /etc/passwd t\n".getBytes(StandardCharsets.UTF_8));
        reader.next();
        Fault fault = assertThrows(Fault.class, reader::next);
        assertEquals(ErrorCode.SCRIPT_FAILED, fault.code());
        assertTrue(fault.getMessage().contains(".import"), fault.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 1\0;", "SELECT 'a\0';", "-- a\0\nSELECT 1;", "SELECT /* \0 */ 1;", "\0"})
    void aNulByteIsRefused(String script) {
        assertEquals(
                ErrorCode.SCRIPT_FAILED,
                assertThrows(Fault.class, () -> texts(script)).code());
    }

    @Test
    void textThatIsNotUtf8KeepsItsBytes() throws IOException {
        byte[] script = "INSERT INTO t VALUES('it''s \u00ff', 'ü');".getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(
                "INSERT INTO t VALUES(CAST(X'6974277320FF' AS TEXT), CAST(X'FC' AS TEXT));",
                reader(script).next().get().text());
        for (String raw : List.of("SELECT \"\u00ff\";", "CREATE TABLE t(\u00ff DEFAULT '\u00ff');")) {
            byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
            assertArrayEquals(bytes, RawText.bytes(reader(bytes).next().get().text()));
        }
    }

    @Test
    void aReplacementCharacterThatWasMeantStays() throws IOException {
        String script = "SELECT '\uFFFD';";
        assertEquals(
                script,
                reader(script.getBytes(StandardCharsets.UTF_8)).next().get().text());
        assertArrayEquals(
                script.getBytes(StandardCharsets.UTF_8),
                reader(script.getBytes(StandardCharsets.UTF_8)).next().get().bytes());
    }

    private static List<String> texts(String script) throws IOException {
        return texts(reader(script.getBytes(StandardCharsets.UTF_8)));
    }

    private static List<String> texts(StatementReader reader) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Optional<Statement> next = reader.next(); next.isPresent(); next = reader.next()) {
            texts.add(next.get().text());
        }
        return texts;
    }

    private static StatementReader reader(byte[] script) throws IOException {
        return new StatementReader(new ByteArrayInputStream(script));
    }
}
