package org.safeward.engine.sqlite;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A database with everything in it that has ever been lost by a dump. */
public final class Everything {
    private static final String SCHEMA = """
            PRAGMA user_version=-77;
            PRAGMA application_id=1396856166;
            CREATE TABLE plain(a, b TEXT, c INTEGER, d REAL, e BLOB, f NUMERIC);
            CREATE TABLE gaps(x TEXT);
            INSERT INTO gaps(rowid, x) VALUES (-5,'minus five'),(3,'three'),(9223372036854775807,'last');
            CREATE TABLE shadowed(rowid TEXT, oid TEXT, x);
            INSERT INTO shadowed(_rowid_, rowid, oid, x) VALUES (17,'r','o',1),(4,'r2','o2',2);
            CREATE TABLE hidden(rowid, oid, _rowid_);
            INSERT INTO hidden VALUES (1,2,3),(4,5,6);
            CREATE TABLE descending(id INTEGER PRIMARY KEY DESC, x);
            INSERT INTO descending(rowid, id, x) VALUES (8,'not a row id'||'','x'),(2,99,'y');
            CREATE TABLE keyed(id INTEGER PRIMARY KEY, x UNIQUE);
            INSERT INTO keyed VALUES (-9223372036854775808,'min'),(9223372036854775807,'max'),(0,'zero');
            CREATE TABLE auto(id INTEGER PRIMARY KEY AUTOINCREMENT, x);
            INSERT INTO auto VALUES (5,'five'),(500,'five hundred');
            DELETE FROM auto WHERE id=500;
            CREATE TABLE pairs(a TEXT COLLATE NOCASE, b INT, c, PRIMARY KEY(a, b DESC)) WITHOUT ROWID;
            INSERT INTO pairs VALUES ('Ab',1,x'00ff'),('ab',2,'text'),('zz',3,NULL);
            CREATE TABLE strictly(i INTEGER, t TEXT, r REAL, b BLOB, y ANY) STRICT;
            INSERT INTO strictly VALUES (1,'1',1,x'31','1'),(2,'',0.5,x'',2),(3,NULL,NULL,NULL,3.0);
            CREATE TABLE calculated(a INT, twice INT GENERATED ALWAYS AS (a*2) VIRTUAL, thrice AS (a*3) STORED, z DEFAULT (1+1));
            INSERT INTO calculated(a) VALUES (7),(NULL),('x');
            CREATE TABLE checked(a CHECK (a > 0), b NOT NULL DEFAULT 'it''s -- no comment');
            PRAGMA ignore_check_constraints=ON;
            INSERT INTO checked VALUES (-1,'breaks its rule');
            PRAGMA ignore_check_constraints=OFF;
            CREATE TABLE parent(id INTEGER PRIMARY KEY);
            CREATE TABLE child(p REFERENCES parent(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
            INSERT INTO child VALUES (404);
            CREATE TABLE "odd ""name"" 'quoted' [x] `y`"("a b", "select" , "", "naïve 名前", "line
            break", "semi;colon -- '");
            INSERT INTO "odd ""name"" 'quoted' [x] `y`" VALUES (1,2,3,4,5,6);
            CREATE TABLE ""("" INT);
            INSERT INTO "" VALUES (1);
            CREATE TABLE "select"("from");
            INSERT INTO "select" VALUES (';'),('--'),('/*'),('BEGIN;END;');
            CREATE TABLE "sqliteXlike"(a);
            INSERT INTO "sqliteXlike" VALUES (1);
            CREATE TABLE /* a ; comment */ commented(
              a, -- it's; here
              b /* and 'here */ );
            INSERT INTO commented VALUES ('-- Safeward manifest: {"no":"manifest"}','
            -- Safeward manifest: {"neither":1}
            ');
            CREATE TABLE copied AS SELECT 1 AS a, 'x' AS b, 2.5 AS "c d";
            CREATE TABLE widened(a);
            INSERT INTO widened VALUES (1);
            ALTER TABLE widened ADD COLUMN b REAL DEFAULT 3;
            ALTER TABLE widened ADD COLUMN c TEXT DEFAULT 'x' COLLATE NOCASE;
            CREATE INDEX plain_expression ON plain(lower(b), c*2 DESC) WHERE c IS NOT NULL;
            CREATE UNIQUE INDEX "unique; index" ON keyed(x COLLATE NOCASE);
            CREATE INDEX with_comment ON gaps(x) -- a comment that stays
            ;
            CREATE VIEW upper_view AS SELECT * FROM lower_view;
            CREATE VIEW lower_view(one, two) AS SELECT a, b FROM plain;
            CREATE VIEW broken AS SELECT no_column FROM nowhere;
            CREATE TABLE log(what);
            CREATE TRIGGER on_gaps AFTER INSERT ON gaps WHEN new.x <> ';' BEGIN
              INSERT INTO log VALUES ('gaps; ' || CASE WHEN new.x THEN 'END;' ELSE 'x' END);
              SELECT 1; END;
            CREATE TRIGGER instead INSTEAD OF INSERT ON lower_view BEGIN SELECT RAISE(ABORT, 'no; way'); END;
            CREATE TRIGGER "end" BEFORE DELETE ON plain BEGIN DELETE FROM log; END;
            CREATE VIRTUAL TABLE notes USING fts5(title, body, tokenize = 'porter unicode61');
            INSERT INTO notes(rowid, title, body) VALUES (3,'Hello','running dogs'),(77,'你好','it''s');
            CREATE VIRTUAL TABLE external USING fts5(x, content='gaps', content_rowid='rowid');
            INSERT INTO external(rowid, x) SELECT rowid, x FROM gaps;
            CREATE VIRTUAL TABLE contentless USING fts5(x, content='');
            INSERT INTO contentless(rowid, x) VALUES (1,'only the index'),(2,'index only');
            CREATE VIRTUAL TABLE old_notes USING fts4(body);
            INSERT INTO old_notes VALUES ('some old words');
            CREATE VIRTUAL TABLE boxes USING rtree(id, x0, x1, +label);
            INSERT INTO boxes VALUES (1, 0.5, 1.25, 'one'),(2,-3,8,'two');
            CREATE VIRTUAL TABLE "odd virtual; 'table'" USING fts5("a b");
            INSERT INTO "odd virtual; 'table'" VALUES ('abc');
            ANALYZE;
            """;

    private Everything() {}

    /** Makes the database; in UTF-16, text is not made of bytes that no encoding has. */
    public static void create(Path file, String encoding) throws SQLException {
        try (Connection connection = Databases.open(file);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA encoding='" + encoding + "'");
            statement.execute("PRAGMA page_size=8192");
            statement.execute("PRAGMA auto_vacuum=INCREMENTAL");
            connection.createStatement().executeUpdate(SCHEMA);
            wide(statement);
            values(connection);
            oddText(connection, encoding);
            unknownModule(statement);
            statement.execute("CREATE TABLE windows(\r\n  a DEFAULT 'x\r\n',\r\n  b)");
            statement.execute("INSERT INTO windows(b) VALUES ('\\r \r\n \\r1 \r')");
        }
    }

    private static void wide(Statement statement) throws SQLException {
        String columns = IntStream.range(0, 1200).mapToObj(i -> "c" + i).collect(Collectors.joining(","));
        statement.execute("CREATE TABLE wide(" + columns + ")");
        statement.execute("INSERT INTO wide(c0, c1000, c1199) VALUES (1, 'in the middle', 2.5)");
    }

    private static void values(Connection connection) throws SQLException {
        Random random = new Random(7);
        connection.setAutoCommit(false);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO plain(a,b,c,d,e,f) VALUES (?1,?1,?1,?1,?1,?1)")) {
            Object[] values = {
                null,
                0L,
                1L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                0.0,
                -0.0,
                1.0,
                -1.5,
                0.1,
                1 / 3.0,
                172.255668,
                52.520008,
                Double.MIN_VALUE,
                Double.MIN_NORMAL,
                Double.MAX_VALUE,
                -Double.MAX_VALUE,
                1e22,
                1e23,
                9007199254740993.0,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                "",
                "text",
                "it's",
                "'",
                "''",
                "1",
                "1.0",
                " 1 ",
                "1e5",
                "NULL",
                "line\nbreak\r\n",
                "\t",
                "名前 😀",
                "\uFEFFbom",
                "\uFFFD",
                "\uFFFE",
                "\uFFFF",
                "nul\0inside",
                "\0",
                "\0\0",
                "quote'\0'nul",
                new byte[0],
                new byte[] {0},
                new byte[] {(byte) 0xff, 0, 39},
                "blob".getBytes(StandardCharsets.UTF_8)
            };
            for (Object value : values) {
                insert.setObject(1, value);
                insert.execute();
            }
            for (int i = 0; i < 2000; i++) {
                insert.setObject(1, RandomValues.value(random));
                insert.execute();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void oddText(Connection connection, String encoding) throws SQLException {
        String[] hex = encoding.equals("UTF-8")
                ? new String[] {"ff", "61ff62", "c3", "c328", "eda080", "f8888080", "80", "6100ff", "c080"}
                : new String[] {"00d8", "d800", "61000000", "00dc00d8", "feff", "fffe", "0061d800"};
        try (Statement statement = connection.createStatement()) {
            for (String bytes : hex) {
                HexFormat.of().parseHex(bytes);
                String text = "CAST(x'" + bytes + "' AS TEXT)";
                statement.execute("INSERT INTO plain(a,b,c) VALUES (" + text + "," + text + "," + text + ")");
                statement.execute("INSERT INTO pairs VALUES (" + text + ",9," + text + ")");
                statement.execute("INSERT INTO plain(a) VALUES ('in order')");
            }
        }
    }

    /** More than one piece, with what text must not hold, beside values of all kinds. */
    public static void addLarge(Path file) throws SQLException {
        try (Connection connection = Databases.open(file)) {
            addLarge(connection);
        }
    }

    private static void addLarge(Connection connection) throws SQLException {
        connection.createStatement().execute("CREATE TABLE large(id INTEGER PRIMARY KEY, a, b, c, d) ");
        connection.createStatement().execute("CREATE TABLE large_too(k TEXT PRIMARY KEY, a TEXT) WITHOUT ROWID");
        byte[] bytes = new byte[5_000_002];
        new Random(5).nextBytes(bytes);
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO large VALUES (?1, ?2, 'it''s', CAST(?2 AS TEXT), 0.1)")) {
            for (long id : new long[] {7, -3}) {
                insert.setLong(1, id);
                insert.setBytes(2, bytes);
                insert.execute();
            }
        }
        connection.createStatement().execute("INSERT INTO large VALUES (8, 'small', 2, 3, 4)");
        connection
                .createStatement()
                .execute("INSERT INTO large SELECT 9, substr(a, 2), 0, 0, 0 FROM large WHERE id = 7");
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO large_too VALUES (?, ?)")) {
            insert.setString(1, "key");
            insert.setString(2, "名\r\n'".repeat(500_000));
            insert.execute();
        }
    }

    private static void unknownModule(Statement statement) throws SQLException {
        statement.execute("PRAGMA writable_schema=ON");
        statement.execute(
                "INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)"
                        + " VALUES('table','foreign_module','foreign_module',0,'CREATE VIRTUAL TABLE foreign_module USING nobody(a, b)')");
        statement.execute("PRAGMA writable_schema=RESET");
    }
}
