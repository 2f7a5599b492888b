package org.safeward.engine.postgresql.dump;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Census;
import org.safeward.engine.Counted;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;
import org.safeward.engine.WorkStopped;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.StoppableWork;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.script.ScriptCensus;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class PgDumpTest {
    private static final String DATABASE = "dump me";

    @TempDir
    Path temporary;

    private final PostgresServer server;

    PgDumpTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void aDatabase() {
        server.create(DATABASE);
        server.sql(
                DATABASE,
                "CREATE TABLE a (id int GENERATED ALWAYS AS IDENTITY, note text)",
                "INSERT INTO a (note) SELECT E'x\\n\\\\.\\nCOPY public.b FROM stdin;\\n' FROM generate_series(1, 10)",
                "CREATE TABLE \"b.c\" ()",
                "INSERT INTO \"b.c\" DEFAULT VALUES");
    }

    @Test
    void countsWhatItWrites() throws IOException {
        var sql = new ByteArrayOutputStream();
        var facts = dump(sql, Optional.empty(), Work.UNWATCHED);
        var expected = List.of(new Manifest.Table("public.a", 10), new Manifest.Table("public.\"b.c\"", 1));
        assertEquals(expected, Counted.of(facts.tables()));
        assertEquals("1", facts.details().get("sequences"));
        assertEquals("\"postgres\"", facts.details().get("roles"));
        assertEquals("UTF8", facts.details().get("encoding"));
        String script = sql.toString(UTF_8);
        assertTrue(script.startsWith("-- Safeward Database Backup\n-- Generated at: "), script);
        assertTrue(script.contains("DROP TABLE IF EXISTS public.a;"), script);
        var census = new ScriptCensus(Work.UNWATCHED).take(new ByteArrayInputStream(sql.toByteArray()));
        assertEquals(new Census(Census.Writer.SAFEWARD, facts.tables()), census);
    }

    @Test
    void itsFileLoadsTwiceInPsql() throws IOException {
        Path file = temporary.resolve("backup.sql");
        try (var sql = Files.newOutputStream(file)) {
            dump(sql, Optional.empty(), Work.UNWATCHED);
        }
        String before = server.portrait(DATABASE);
        server.psql(DATABASE, file);
        assertEquals(before, server.portrait(DATABASE));
        server.psql(DATABASE, file);
        assertEquals(before, server.portrait(DATABASE));
    }

    @Test
    void aFailureOfPgDumpFailsTheBackupWithItsOwnWords() throws IOException {
        var fault = failure("echo '-- PostgreSQL database dump'; echo 'disk on fire' >&2; exit 3");
        assertEquals(ErrorCode.DUMP_FAILED, fault.code());
        assertTrue(fault.getMessage().contains("exit code 3. disk on fire"), fault.getMessage());
    }

    @Test
    void anOutputCutShortFailsTheBackupAlsoWhenPgDumpIsContent() throws IOException {
        assertEquals(
                ErrorCode.BACKUP_TRUNCATED,
                failure("echo 'SELECT 1;'; echo '-- PostgreSQL database dump'").code());
        assertEquals(ErrorCode.BACKUP_TRUNCATED, failure("echo 'SELECT'").code());
    }

    @Test
    void aTableThatPgDumpLeavesOutFailsTheBackup() throws IOException {
        var fault = failure("echo '-- PostgreSQL database dump'; echo '-- PostgreSQL database dump complete'");
        assertEquals(ErrorCode.DUMP_FAILED, fault.code());
        assertTrue(fault.getMessage().contains("public.a, public.\"b.c\", public.a_id_seq"), fault.getMessage());
    }

    /** A busy server counts a connection of ours for a moment after it was closed. */
    @Test
    void isTriedAgainWhenTheLastConnectionHasNotLeftYet() throws IOException {
        Path tries = temporary.resolve("tries");
        String refused = "echo 'pg_dump: error: FATAL:  too many connections for role \"one\"' >&2; exit 1";
        var tools = fakePgDump(
                "15.1",
                "echo again >> " + tries + "; if [ $(wc -l < " + tries + ") -lt 3 ]; then " + refused + "; fi\n"
                        + "exec " + PostgresServer.bin().resolve("pg_dump") + " \"$@\"");
        var sql = new ByteArrayOutputStream();
        dump(sql, tools, Work.UNWATCHED);
        var census = new ScriptCensus(Work.UNWATCHED).take(new ByteArrayInputStream(sql.toByteArray()));
        assertEquals(
                List.of(10L, 1L),
                census.tables().stream().map(Manifest.Table::rows).toList());
        assertEquals(3, Files.readAllLines(tries).size());

        assertEquals(ErrorCode.SERVER_LIMIT, failure(refused).code());
        String later = "echo '-- PostgreSQL database dump'; " + refused;
        assertEquals(ErrorCode.DUMP_FAILED, failure(later).code(), "it has written, so that it cannot begin anew");
    }

    @Test
    void gigabytesOnStderrAreReadAndForgotten() throws IOException {
        var fault = failure("head -c 1000000000 /dev/zero | tr '\\0' x >&2; echo the end >&2; exit 1");
        assertTrue(
                fault.getMessage().endsWith("xxx the end") || fault.getMessage().endsWith("xthe end"),
                fault.code().name());
        assertTrue(fault.getMessage().length() < 3000);
    }

    @Test
    void aStopEndsAHangingPgDumpWithItsChildren() throws Exception {
        Path pid = temporary.resolve("pid");
        var tools = fakePgDump("15.1", "sleep 1000 & echo $! > " + pid + "; wait");
        var work = new StoppableWork();
        var stopper = new Thread(() -> {
            while (!Files.exists(pid) || pid.toFile().length() == 0) {
                Thread.onSpinWait();
            }
            work.stop();
        });
        stopper.start();
        Instant begin = Instant.now();
        assertThrows(WorkStopped.class, () -> dump(OutputStream.nullOutputStream(), tools, work));
        assertTrue(Duration.between(begin, Instant.now()).toMillis() < 4000);
        stopper.join();
        long child = Long.parseLong(Files.readString(pid).strip());
        Instant deadline = Instant.now().plusSeconds(2);
        while (isAlive(child) && Instant.now().isBefore(deadline)) {
            Thread.sleep(20);
        }
        assertFalse(isAlive(child));
    }

    @Test
    void anOlderPgDumpIsNoChoice() throws IOException {
        var server15 = new PostgresVersion(15, "15.1");
        assertEquals(Optional.empty(), PgDumpProgram.forServer(server15, fakePgDump("14.9", "exit 1")));
        assertTrue(
                PgDumpProgram.forServer(server15, fakePgDump("18.1", "exit 1")).isPresent());
        assertTrue(PgDumpProgram.forServer(server15, fakePgDump("17beta1", "exit 1"))
                .isPresent());
    }

    @Test
    void thePasswordIsInNoArgumentAndNoEnvironmentAndItsFileIsGoneAfterwards() throws IOException {
        Path seen = temporary.resolve("seen");
        failure("{ echo \"$@\"; env; } > " + seen + "; stat -c %a \"$PGPASSFILE\" >> " + seen + "; exit 1");
        String text = Files.readString(seen);
        assertFalse(text.contains(PostgresServer.PASSWORD), text);
        assertTrue(text.endsWith("\n600\n"), text);
        Path file = Path.of(text.lines()
                .filter(line -> line.startsWith("PGPASSFILE="))
                .findFirst()
                .orElseThrow()
                .substring("PGPASSFILE=".length()));
        assertFalse(Files.exists(file.getParent()));
    }

    private static boolean isAlive(long pid) throws IOException {
        Path status = Path.of("/proc/" + pid + "/stat");
        try {
            return !Files.readString(status).contains(") Z ");
        } catch (java.nio.file.NoSuchFileException e) {
            return false;
        }
    }

    private Fault failure(String script) throws IOException {
        var tools = fakePgDump("15.1", script);
        return assertThrows(Fault.class, () -> dump(OutputStream.nullOutputStream(), tools, Work.UNWATCHED));
    }

    private Optional<Path> fakePgDump(String version, String script) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "bin");
        Path program = directory.resolve("pg_dump");
        Files.writeString(
                program,
                "#!/bin/sh\nif [ \"$1\" = --version ]; then echo 'pg_dump (PostgreSQL) " + version + "'; exit; fi\n"
                        + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Optional.of(directory);
    }

    private DumpFacts dump(OutputStream sql, Optional<Path> tools, Work work) throws IOException {
        // Of this test alone: others make such files meanwhile.
        Path passwords = Files.createTempDirectory(temporary, "pass");
        try (var session = Session.open(server.address(DATABASE), "test", work)) {
            var program = PgDumpProgram.forServer(session.version(), tools).orElseThrow();
            return new PgDump(program, session, Optional.of(passwords), work).dump(sql);
        } finally {
            try (Stream<Path> left = Files.list(passwords)) {
                assertEquals(List.of(), left.toList());
            }
        }
    }
}
