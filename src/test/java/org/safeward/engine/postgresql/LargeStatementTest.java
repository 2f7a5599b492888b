package org.safeward.engine.postgresql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.fault.Fault;
import org.safeward.fixture.Thorough;

/** Statements that are large against the heap, each in a JVM of its own that an OutOfMemoryError ends. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class LargeStatementTest {
    private static final String DATABASE = "large";
    private static final int MIB = 1 << 20;

    @TempDir
    Path temporary;

    private final PostgresServer server;

    LargeStatementTest(PostgresServer server) {
        this.server = server;
    }

    @BeforeEach
    void create() {
        server.create(DATABASE);
        server.sql(DATABASE, "CREATE TABLE live AS SELECT 1 AS a");
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                // A function with a table of data in its body, as it comes and in another script than Latin; two rows
                // with a
                // picture each.
                "66, restored, CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $f$ SELECT ', x, ' $f$",
                "66, restored, CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $f$ SELECT ', 表x, ' $f$",
                "60, restored, CREATE TABLE t (a text); INSERT INTO t VALUES (', x, ')",
                // An error that says its value again.
                "30, SCRIPT_FAILED, SELECT ', x, '::int",
                "250, SCRIPT_STATEMENT_TOO_LARGE, SELECT ', x, '",
                "250, SCRIPT_STATEMENT_TOO_LARGE, COMMENT ON TABLE t IS ', 表, '",
            })
    void isLoadedOrRefusedAndNeverTheEnd(int size, String outcome, String head, String filling, String tail)
            throws Exception {
        Path file = temporary.resolve("large.sql");
        try (InputStream sql = new SequenceInputStream(Collections.enumeration(List.of(
                in(head), new Repeated(filling.getBytes(UTF_8), (long) size * MIB), in(tail + ";\nSELECT 1;\n"))))) {
            Files.copy(sql, file);
        }
        for (var mode : Thorough.orOne(List.of(RestoreMode.SWAP, RestoreMode.IN_PLACE), head)) {
            assertEquals(outcome, restoredElsewhere(file, mode), mode.name());
        }
        assertEquals(
                outcome.equals("restored") ? "f" : "t",
                server.ask(DATABASE, "SELECT to_regclass('public.live') IS NOT NULL"));
    }

    private String restoredElsewhere(Path file, RestoreMode mode) throws Exception {
        Path output = temporary.resolve("output");
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LargeStatementTest.class.getName(),
                        String.valueOf(server.port()),
                        mode.name(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertTrue(process.waitFor(120, TimeUnit.SECONDS));
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output).strip();
    }

    public static void main(String[] arguments) throws IOException {
        // As much as an application server holds.
        byte[][] others = new byte[1600][1 << 16];
        var address = new PostgresAddress(
                "127.0.0.1",
                Integer.parseInt(arguments[0]),
                DATABASE,
                PostgresServer.SUPERUSER,
                PostgresServer.PASSWORD,
                java.util.Map.of());
        var engine = new PostgresEngine(new PostgresSettings(
                address, RestoreMode.valueOf(arguments[1]), true, false, "postgres", Optional.empty()));
        var script = new BackupScript(Path.of(arguments[2]), Optional.empty(), true);
        try {
            BackupFiles.restore(engine, script, arguments[1]);
            System.out.println("restored");
        } catch (Fault fault) {
            System.out.println(fault.code());
        }
        if (others.length != 1600) {
            throw new IllegalStateException(Work.UNWATCHED.toString());
        }
    }

    private static InputStream in(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    /** Some bytes, again and again, up to about a length. */
    private static final class Repeated extends InputStream {
        private final byte[] bytes;
        private final long length;
        private long at;

        Repeated(byte[] bytes, long length) {
            this.bytes = bytes;
            this.length = length / bytes.length * bytes.length;
        }

        @Override
        public int read() {
            return at < length ? bytes[(int) (at++ % bytes.length)] & 0xff : -1;
        }
    }
}
