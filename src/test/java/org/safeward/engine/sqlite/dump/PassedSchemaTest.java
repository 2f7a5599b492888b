package org.safeward.engine.sqlite.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.sqlite.Function;

class PassedSchemaTest {
    private int rehearsals;
    private final PassedSchema passed = new PassedSchema(schema -> {
        rehearsals++;
        return new SchemaRehearsal(schema).corrected();
    });

    @TempDir
    Path directory;

    @Test
    void aSchemaThatBecameOneThatNobodyCanCreateIsFoundWithEachBackup() throws Exception {
        run("CREATE TABLE t(a)");
        String first = dump();
        assertEquals(first, dump());
        // By a connection that has the function, as an application does.
        run("CREATE INDEX odd ON t(of_the_application(a))");
        for (int backup = 1; backup <= 2; backup++) {
            Fault fault = assertThrows(Fault.class, this::dump);
            assertEquals(ErrorCode.SCHEMA_NOT_RESTORABLE, fault.code());
            assertEquals(1 + backup, rehearsals);
        }
        run("DROP INDEX odd");
        assertEquals(first, dump());
    }

    @Test
    void whatNeedsACorrectionHasItInEachBackup() throws Exception {
        run("CREATE TABLE plain(a)");
        run("CREATE TABLE t(a,\r\n b) /* the end */");
        String first = dump();
        assertEquals(
                1,
                first.lines()
                        .filter(line -> line.startsWith("UPDATE sqlite_master"))
                        .count());
        assertEquals(first, dump());
    }

    @Test
    void isRehearsedAgainWhenItIsAnotherOne() throws Exception {
        run("CREATE TABLE t(a)");
        dump();
        run("INSERT INTO t VALUES (1)");
        dump();
        assertEquals(1, rehearsals);
        run("CREATE INDEX i ON t(a)");
        dump();
        dump();
        assertEquals(2, rehearsals);
        run("DROP INDEX i");
        dump();
        assertEquals(3, rehearsals);
        run("ALTER TABLE t ADD COLUMN b");
        dump();
        assertEquals(4, rehearsals);
    }

    private Path file() {
        return directory.resolve("live.db");
    }

    private void run(String sql) throws SQLException {
        try (Connection application = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = application.createStatement()) {
            Function.create(
                    application,
                    "of_the_application",
                    new Function() {
                        @Override
                        protected void xFunc() throws SQLException {
                            result(value_text(0));
                        }
                    },
                    1,
                    Function.FLAG_DETERMINISTIC);
            statement.executeUpdate(sql);
        }
    }

    /** Without the line that names the time. */
    private String dump() throws IOException {
        ByteArrayOutputStream script = new ByteArrayOutputStream();
        try (Session session = Session.read(file(), 1000, Work.UNWATCHED)) {
            session.beginReading();
            new Dump(session, passed, script, Work.UNWATCHED).write();
        }
        return script.toString(StandardCharsets.UTF_8).replaceFirst("-- Generated at: .*\n", "");
    }
}
