package org.safeward.engine.sqlite.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.sqlite.RoundTrip;
import org.safeward.engine.sqlite.Shell;
import org.safeward.fault.Fault;

/** What a schema may use because the sqlite3 shell has it: compared with the shell itself. */
class ShellFunctionsTest {
    private static final List<String> PATTERNS = List.of(
            "a", "b", "ab", "B", ".", "\\d", "\\D", "\\w", "\\W", "\\s", "\\S", "\\b", "[ab]", "[^a]", "[a-c]",
            "[\\w-]", "[-a]", "[]a]", "\\.", "\\n", "\\x41", "\\u00e4", "ä", "é", "😀", "^", "$", "(a)", "(a|b)", "(",
            ")", "[", "\\", "|", "1", "_", "-", "\\*", "\\q", "[a-", "(ab|c)");
    private static final List<String> REPEATS =
            List.of("", "", "", "", "*", "+", "?", "{2}", "{1,2}", "{,2}", "{2,}", "{0}", "{3,1}", "{");
    private static final List<String> TEXTS = List.of(
            "a", "b", "ab", "aab", "abc", "cab", "A", "aB", "ä", "Ä", "é", "😀", "1", "a1", "12 34", "foo_bar", "a.b",
            "a\nb", "\t", " ", "", "-", "[", "a{2}", "^a", "a$", "a|b", "a\\b", "aaa");

    @TempDir
    Path directory;

    @Test
    void regexpAnswersAsTheShellDoes() throws Exception {
        Random random = new Random(16);
        List<String> calls = new ArrayList<>();
        for (int i = 0; i < 4000; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int parts = 1 + random.nextInt(4); parts > 0; parts--) {
                String part = any(PATTERNS, random);
                // What '^' or '$' repeated means has no rule in the shell.
                pattern.append(part).append("^$|".contains(part) ? "" : any(REPEATS, random));
            }
            String function = random.nextBoolean() ? "regexp" : "regexpi";
            calls.add(function + "(" + literal(pattern.toString()) + ","
                    + literal(any(TEXTS, random) + (random.nextBoolean() ? any(TEXTS, random) : "")) + ")");
        }
        calls.addAll(List.of(
                "regexp(NULL,'a')", "regexp('a',NULL)", "regexp(1,12)", "regexp('a',x'6261')", "'ab' REGEXP '^a'"));
        assertSameAnswers(calls);
    }

    @Test
    void regexpIsNotSlowWhateverThePattern() throws Exception {
        assertSameAnswers(List.of(
                "regexp('(a*)*b',printf('%.5000c','a'))",
                "regexp('(a+)+$',printf('%.5000c','a')||'b')", "regexp('^(a?){30}(a){30}$',printf('%.30c','a'))"));
    }

    @Test
    void soundexAndUintAnswerAsTheShellDoes() throws Exception {
        Random random = new Random(3);
        List<String> parts = List.of(
                "v",
                "1",
                "0",
                "00",
                "10",
                "9",
                "Ashcraft",
                "Tymczak",
                "h",
                "w",
                "ä",
                "-",
                "",
                " ",
                "123456789012345678901");
        List<String> calls = new ArrayList<>(List.of("soundex(NULL)", "soundex('?')"));
        for (int i = 0; i < 1000; i++) {
            String a = any(parts, random) + any(parts, random) + any(parts, random);
            String b = any(parts, random) + any(parts, random) + any(parts, random);
            calls.add("soundex(" + literal(a) + ")");
            calls.add(literal(a) + "<" + literal(b) + " COLLATE uint");
            calls.add(literal(a) + "=" + literal(b) + " COLLATE uint");
        }
        assertSameAnswers(calls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a CHECK (a REGEXP '^[a-z]+@[a-z]+$')",
                "a COLLATE uint UNIQUE",
                "a, g AS (soundex(a)) STORED, UNIQUE(g, a)",
                "a CHECK (sha3(a) IS NOT NULL)",
                "a, g AS (decimal_add(a, '1')) STORED",
                "a, g AS (sha3(a)) STORED NOT NULL",
                "a CHECK (ieee754(2,0) = 2.0)"
            })
    void aTableThatUsesThemComesBack(String columns) throws Exception {
        Path live = directory.resolve("live.db");
        sql(
                live,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, " + columns
                        + "); INSERT INTO t(a) VALUES('v2@x'),('v10@x');"
                                .replace("v2@x", "ann@example")
                                .replace("v10@x", "bob@example"));
        RoundTrip trip = new RoundTrip(live).assertComesBack();
        assertEquals(List.of(), trip.codes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE INDEX i ON t(a REGEXP '^a', a)",
                "CREATE INDEX i ON t(a COLLATE uint DESC) WHERE a REGEXP '[0-9]'",
                "CREATE UNIQUE INDEX i ON t(hex(sha3(a)), a)",
                "CREATE INDEX i ON t(decimal_mul(id, '1.10'))",
                "CREATE INDEX i ON t(soundex(a) COLLATE NOCASE)"
            })
    void anIndexOverThemComesBackWithWhatIsStored(String index) throws Exception {
        Path live = directory.resolve("live.db");
        sql(
                live,
                "CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT); INSERT INTO t(a) VALUES('v2'),('v10'),('a1'),('b');"
                        + index + ";");
        RoundTrip trip = new RoundTrip(live).assertComesBack();
        assertEquals(List.of(), trip.codes());
        assertEquals("ok\n", Shell.run(live, "PRAGMA integrity_check;"));
    }

    private void assertSameAnswers(List<String> calls) throws Exception {
        Path database = directory.resolve("calls.db");
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < calls.size(); i++) {
            script.append("SELECT '")
                    .append(i)
                    .append("=' || ifnull(")
                    .append(calls.get(i))
                    .append(",'NULL');\n");
        }
        String[] expected = new String[calls.size()];
        for (String line : Shell.run(database, script.toString()).split("\n")) {
            if (line.matches("[0-9]+=.*")) {
                expected[Integer.parseInt(line.substring(0, line.indexOf('=')))] =
                        line.substring(line.indexOf('=') + 1);
            }
        }
        Files.deleteIfExists(database);
        List<String> differences = new ArrayList<>();
        try (Session session = Session.memory()) {
            for (int i = 0; i < calls.size(); i++) {
                String answer;
                try {
                    answer = session.text("SELECT ifnull(" + calls.get(i) + ",'NULL')");
                } catch (Fault fault) {
                    answer = null;
                }
                if (!Objects.equals(expected[i], answer)) {
                    differences.add(calls.get(i) + ": " + answer + " instead of " + expected[i]);
                }
            }
        }
        assertEquals(List.of(), differences);
    }

    private static String any(List<String> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }

    private static String literal(String text) {
        return "CAST(x'" + HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8)) + "' AS TEXT)";
    }

    private static void sql(Path database, String sql) throws Exception {
        assertEquals("", Shell.run(database, sql));
    }
}
