package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.sqlite.script.TextLiterals;

/** Content that only a database of many years has: it comes back as it is, through the plain shell too. */
class OddContentTest {
    @TempDir
    Path directory;

    Path live;

    @BeforeEach
    void name() {
        live = directory.resolve("live.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16le", "UTF-16be", "UTF-8"})
    void halvesOfSurrogatePairsTakeNothingAlong(String encoding) throws Exception {
        String swapped = encoding.equals("UTF-16be") ? "" : "swap";
        StringBuilder sql =
                new StringBuilder("PRAGMA encoding='" + encoding + "';CREATE TABLE msg(id INTEGER PRIMARY KEY,"
                        + " preview TEXT, note);CREATE INDEX by_preview ON msg(preview);CREATE TABLE keyed(k TEXT PRIMARY KEY)"
                        + " WITHOUT ROWID;CREATE TABLE ids(a TEXT UNIQUE, b NUMERIC);");
        List<String> texts = List.of(
                "hi \ud83d...",
                "x\udc00\ud83dz",
                "whole 😀...",
                "end \ud83d",
                "\ud83d",
                "\udc00\udc00",
                "\ud800\ud800\udc00",
                "it's \ud83d'",
                "\ud83d'",
                "\ufffe\ud83d\uffff",
                "\ufffd",
                "a\ud83d\u0000b",
                "",
                "\ud83d\r\n");
        for (int i = 0; i < texts.size(); i++) {
            String text = "CAST(x'" + hex(texts.get(i), !swapped.isEmpty()) + "' AS TEXT)";
            sql.append("INSERT INTO msg VALUES(" + i + "," + text + "," + i + "||" + text + ");");
            sql.append("INSERT INTO keyed VALUES(" + text + ");INSERT INTO ids VALUES(" + text + "," + text + ");");
        }
        assertEquals("", Shell.run(live, sql.toString()));
        assertEquals(List.of(), new RoundTrip(live).assertComesBack().codes());
    }

    private static String hex(String text, boolean littleEndian) {
        return text.chars()
                .mapToObj(c -> littleEndian
                        ? String.format("%02x%02x", c & 0xff, c >> 8)
                        : String.format("%02x%02x", c >> 8, c & 0xff))
                .collect(Collectors.joining());
    }

    @Test
    void aDefaultWithHalfASurrogatePairComesBack() throws Exception {
        sql(
                "PRAGMA encoding='UTF-16le'; CREATE TABLE t(a DEFAULT 'x', b); INSERT INTO t(b) VALUES (1);",
                "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql=CAST(replace(CAST(sql AS BLOB), x'7800', x'3dd8')"
                        + " AS TEXT) WHERE name='t';");
        new RoundTrip(live).assertComesBack();
    }

    @Test
    void nullComesBackInANotNullColumn() throws Exception {
        sql(
                "CREATE TABLE issue(id INTEGER PRIMARY KEY, title TEXT, notes TEXT, k TEXT UNIQUE);",
                "INSERT INTO issue VALUES(1,'a',NULL,'x'),(2,'b','n','y'),(3,'c',NULL,NULL);",
                text("issue", "notes TEXT", "notes TEXT NOT NULL"));
        assertBreaks("issue");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REPLACE DEFAULT 'none'", "IGNORE", "FAIL", "ABORT DEFAULT 7", "ROLLBACK"})
    void nullComesBackWhateverIsToBeDoneAboutIt(String onConflict) throws Exception {
        sql(
                "CREATE TABLE other(a); CREATE TABLE issue(id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, notes TEXT);",
                "INSERT INTO issue VALUES(1,'a','first'),(2,'b',NULL),(3,'c','x'); DELETE FROM issue WHERE id = 3;",
                "INSERT INTO issue VALUES(9,NULL,NULL); CREATE INDEX i ON issue(notes); CREATE VIEW v AS SELECT * FROM issue;",
                text("issue", "notes TEXT", "notes TEXT NOT NULL ON CONFLICT " + onConflict));
        assertBreaks("issue");
    }

    @Test
    void valuesComeBackWithTheTypeThatTheyHaveWhateverTheirColumnIsDeclared() throws Exception {
        sql(
                "CREATE TABLE t(a,b,c,d,e,f); INSERT INTO t VALUES(1,2,3,4,5,6),(12,'12',5.0,' 1e3 ','abc',x'31'),"
                        + "(2.5,'1.0',9e18,'0x10','9e999',-9223372036854775807),('12',12,-0.0,'-1',NULL,'+5');",
                text("t", "(a,b,c,d,e,f)", "(a TEXT,b INTEGER,c NUMERIC,d REAL,e DATETIME,f BLOB)"));
        assertBreaks("t");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"'12',1,1,1", "1,5.0,1,1", "1,1,'1e3',1", "1,1,1,7", "1,1,1,2.5", "1,'007',1,1", "x'31','31',1,1"
            })
    void oneSuchValueIsEnough(String values) throws Exception {
        sql(
                "CREATE TABLE t(a,b,c,d,PRIMARY KEY(b,a)) WITHOUT ROWID; INSERT INTO t VALUES(3,3,3,'3'),(" + values
                        + ");",
                text("t", "(a,b,c,d,", "(a INTEGER,b NUMERIC,c REAL,d TEXT,"));
        assertBreaks("t");
    }

    @Test
    void valuesThatAreAsTheirColumnsStoreThemAreNothingToWarnOf() throws Exception {
        sql(
                "CREATE TABLE t(a TEXT,b INTEGER,c NUMERIC,d REAL,e DATETIME,f BLOB,g ANY);",
                "WITH v(x) AS (VALUES(1),('12'),(5.0),(' 1e3 '),('abc'),(x'31'),('0x10'),(9e18),(-9223372036854775808.0),"
                        + "(NULL),(''),(' '),('2026-11-28 10:00'),('1.'),('.5'),('1e'),('--1'),('inf'),('nan'),(1e300),"
                        + "('9e999'),('-9e999'),(2.5),(9223372036854775807),(9007199254740993.0))"
                        + " INSERT INTO t SELECT x,x,x,x,x,x,x FROM v;");
        assertEquals(List.of(), new RoundTrip(live).assertComesBack().codes());
    }

    @Test
    void rowsOfAStrictTableComeBackThatAreNotStrict() throws Exception {
        sql(
                "CREATE TABLE t(i,t,r,b,y,n); INSERT INTO t VALUES('text',1,'x',2,'3',NULL),(x'00',2.5,x'00','b',4.0,1);",
                text("t", "(i,t,r,b,y,n)", "(i INT,t TEXT,r REAL,b BLOB,y ANY,n INTEGER NOT NULL) STRICT"));
        assertBreaks("t");
    }

    @Test
    void duplicatesComeBackUnderUnique() throws Exception {
        sql(
                "CREATE TABLE a(x,y); INSERT INTO a VALUES(1,'A'),(1,'a'),(NULL,1),(NULL,1); CREATE INDEX ax ON a(x);",
                "CREATE TABLE b(x TEXT, y); INSERT INTO b VALUES('k',1),('k',1),('z',NULL); CREATE INDEX bx ON b(y, x);",
                "CREATE TABLE c(x TEXT, y, PRIMARY KEY(y)) WITHOUT ROWID; INSERT INTO c VALUES('k',1),('k',2);",
                "CREATE INDEX cx ON c(x);",
                "CREATE TABLE d(x, y); INSERT INTO d VALUES('q',1),('q',2),('r',1); CREATE INDEX dx ON d(x) WHERE y;",
                text("ax", "CREATE INDEX", "CREATE UNIQUE INDEX"),
                text("dx", "CREATE INDEX", "CREATE UNIQUE INDEX"),
                declared("b", "bx", "y)", "y, UNIQUE(y, x) ON CONFLICT REPLACE)", 1),
                declared("c", "cx", "x TEXT", "x TEXT UNIQUE ON CONFLICT IGNORE", 1));
        RoundTrip trip = new RoundTrip(live).assertComesBack();
        assertEquals(List.of("ROWS_BREAK_DECLARATION b", "ROWS_BREAK_DECLARATION c"), trip.codes());
    }

    @Test
    void rowsComeBackThatBreakAnyOtherConstraint() throws Exception {
        sql(
                "CREATE TABLE p(id INTEGER PRIMARY KEY); CREATE TABLE c(p, q, v AS (q+1)); INSERT INTO c VALUES(404,NULL);",
                text(
                        "c",
                        "(p, q, v AS (q+1))",
                        "(p REFERENCES p(id), q CHECK(q IS NOT NULL), v INT AS (q+1) NOT NULL)"));
        assertBreaks("c");
    }

    @Test
    void whatWasStoredInAGeneratedColumnComesBackAndIsNotComputedAnew() throws Exception {
        sql(
                "CREATE TABLE m(id INTEGER PRIMARY KEY, r REAL, txt TEXT GENERATED ALWAYS AS (CAST(r AS TEXT)) STORED,"
                        + " v AS (r*2), k TEXT AS (r||'/'||id) STORED, UNIQUE(k, r));",
                "INSERT INTO m(r) VALUES(0.1+0.2),(1.0/3),(100.0/3),(123456789.123456789),(1e23),(5e-324),(0.1);",
                "CREATE UNIQUE INDEX mk ON m(txt); CREATE INDEX mv ON m(v);",
                "CREATE TABLE w(g INT AS (length(k)) STORED, k TEXT PRIMARY KEY DESC, UNIQUE(g, k)) WITHOUT ROWID;",
                "INSERT INTO w VALUES('abc'),('d'),('äö');",
                "CREATE TABLE o(a, g TEXT AS ('old'||a) STORED NOT NULL, b DEFAULT 5); INSERT INTO o VALUES(1,2),(3,4);",
                text("o", "'old'", "'new'"));
        assertEquals(List.of(), new RoundTrip(live).assertComesBack().codes());
    }

    @Test
    void whatIsStoredAndComputedAnewIsToldAtTheBackup() throws Exception {
        sql(
                "CREATE TABLE u(a, v AS (a+1), s TEXT AS ('x'||a) STORED, UNIQUE(v)); INSERT INTO u(a) VALUES(1),(2);",
                "CREATE TABLE n(a, v AS (a+1), UNIQUE(v)); INSERT INTO n(a) VALUES(1);",
                "CREATE TABLE k(a, v AS (a+1), s TEXT AS ('x'||a) STORED UNIQUE); INSERT INTO k(a) VALUES(1);");
        assertEquals(
                List.of("STORED_COMPUTED_ANEW u"),
                new RoundTrip(live).assertComesBack().codes());
    }

    @Test
    void whatWasStoredInAnIndexOverExpressionsComesBack() throws Exception {
        sql(
                "CREATE TABLE price(id INTEGER PRIMARY KEY, r REAL, label TEXT AS ('EUR '||r) VIRTUAL, n);",
                "INSERT INTO price(r, n) VALUES(0.1+0.2,1),(1.0/3,NULL),(19.99,3),(100.0/3,4),(NULL,5);",
                "CREATE INDEX price_txt ON price(CAST(r AS TEXT)); CREATE INDEX price_label ON price(label);",
                "CREATE UNIQUE INDEX price_part ON price(n DESC, r||'x' COLLATE NOCASE DESC) WHERE r > 0.1 -- not all",
                ";CREATE INDEX \"odd, (name\" ON price(n, ('a,('||r), \"id\");",
                "CREATE TABLE f(a REAL, b); INSERT INTO f(rowid,a,b) VALUES(-3,1.0/3,'x'),(70,2.0/3,'y');",
                "CREATE INDEX fi ON f(round(a,15)||'', b); CREATE INDEX fo ON f(b) WHERE b > 'a';");
        assertEquals(List.of(), new RoundTrip(live).assertComesBack().codes());
    }

    @ParameterizedTest
    @ValueSource(ints = {1999, 2000})
    void aTableIsAsWideAsTheShellAllows(int columns) throws Exception {
        String names = IntStream.range(0, columns).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String values = IntStream.range(0, columns)
                .mapToObj(i -> new String[] {"'t''" + i + "'", i + "/7.0", "" + i, "x'0" + i % 10 + "'", "NULL"}[i % 5])
                .collect(Collectors.joining(","));
        String last = "c" + (columns - 1);
        sql(
                "CREATE TABLE w(" + names + "); CREATE TABLE gaps(" + names + ",UNIQUE(c0,c1,c2," + last + "));",
                "INSERT INTO w VALUES(" + values + "),(" + values + ");INSERT INTO w(c0,c7) VALUES(1,zeroblob(9000));",
                "INSERT INTO gaps(c0) VALUES(1),(2),(3),(4),(5); UPDATE gaps SET rowid=-5 WHERE rowid=4;",
                "UPDATE gaps SET rowid=9223372036854775807 WHERE rowid=2;",
                "CREATE INDEX wi ON w("
                        + IntStream.range(0, 1500).mapToObj(i -> "c" + i).collect(Collectors.joining(",")) + ");");
        assertEquals(List.of(), new RoundTrip(live).assertComesBack().codes());
    }

    @Test
    void manyValuesOfMediumSizeMakeNoStatementThatIsTooLong() throws Exception {
        String columns = IntStream.range(0, 60).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        String values = IntStream.range(0, 60).mapToObj(i -> "zeroblob(300000)").collect(Collectors.joining(","));
        sql("CREATE TABLE w(" + columns + ");INSERT INTO w VALUES(" + values + ");");
        assertEquals(List.of(), new RoundTrip(live).assertComesBack().codes());
    }

    @Test
    void whatNoTableTakesIsToldAtTheBackup() throws Exception {
        sql(
                "CREATE TABLE k(a, b, PRIMARY KEY(a)) WITHOUT ROWID; INSERT INTO k VALUES(1,NULL);",
                "CREATE TABLE u(a, n, v AS (a+1), UNIQUE(v)); INSERT INTO u VALUES(1,NULL);",
                text("k", "PRIMARY KEY(a)", "PRIMARY KEY(a, b)"),
                text("u", "n,", "n NOT NULL,"));
        RoundTrip trip = new RoundTrip(live);
        trip.backup();
        assertEquals(List.of("OBJECT_NOT_RESTORABLE k", "OBJECT_NOT_RESTORABLE u"), trip.codes());
    }

    private void assertBreaks(String table) throws Exception {
        RoundTrip trip = new RoundTrip(live).assertComesBack();
        assertEquals(List.of("ROWS_BREAK_DECLARATION " + table), trip.codes());
    }

    /** Changes an object's text behind SQLite's back. */
    private static String text(String object, String from, String to) {
        return "PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql=replace(sql," + TextLiterals.literal(from) + ","
                + TextLiterals.literal(to) + ") WHERE name=" + TextLiterals.literal(object)
                + "; PRAGMA writable_schema=RESET;";
    }

    /** Makes an index one of a table's declaration. */
    private static String declared(String table, String index, String from, String to, int number) {
        return text(table, from, to)
                .replace(
                        "PRAGMA writable_schema=RESET;",
                        "UPDATE sqlite_master SET sql=NULL,name='sqlite_autoindex_" + table + "_" + number
                                + "' WHERE name='" + index + "';PRAGMA writable_schema=RESET;");
    }

    private void sql(String... statements) throws Exception {
        assertEquals("", Shell.run(live, String.join("\n", statements)));
    }
}
