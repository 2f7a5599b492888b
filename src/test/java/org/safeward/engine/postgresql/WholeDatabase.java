package org.safeward.engine.postgresql;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A database as two programs see it that are not ours: the text of pg_dump, rows and settings of the database included, and by psql
 * ({@code whole-database.sql}) the rows of every relation as a checksum, materialized views too, sequences, owners, grants, and what
 * lies outside of the database. Bytes are kept as they are, whatever the encoding.
 *
 * @param lines of both; pg_dump's only where it is not older than the server
 */
public record WholeDatabase(List<String> lines) {
    private static final int SHOWN = 40;

    /** May be asked of a database that is damaged only if pg_dump can read it. */
    public static WholeDatabase of(PostgresServer server, String database) {
        var lines = new ArrayList<String>();
        if (pgDumpReads(server)) {
            output(server, "pg_dump", "--create", database)
                    .lines()
                    .filter(line -> !line.matches("\\\\(un)?restrict .*"))
                    .forEach(lines::add);
        }
        output(
                        server,
                        "psql",
                        "--no-psqlrc",
                        "--quiet",
                        "--tuples-only",
                        "--no-align",
                        "--set=ON_ERROR_STOP=1",
                        "--file=" + script(),
                        database)
                .lines()
                .forEach(lines::add);
        return new WholeDatabase(List.copyOf(lines));
    }

    /** The same in everything. Says what is not, in few lines. */
    public static void assertSame(WholeDatabase before, WholeDatabase after) {
        if (!before.equals(after)) {
            assertEquals(lacking(before, after), lacking(after, before));
            // The same lines in another order.
            assertEquals(String.join("\n", before.lines), String.join("\n", after.lines));
        }
    }

    /** But for lines that hold any of these words: only for what a restore says beforehand to be different. */
    public WholeDatabase without(String... words) {
        return new WholeDatabase(lines.stream()
                .filter(line -> Stream.of(words).noneMatch(line::contains))
                .toList());
    }

    private static String lacking(WholeDatabase of, WholeDatabase in) {
        var rest = new ArrayList<>(of.lines);
        in.lines.forEach(rest::remove);
        return String.join("\n", rest.subList(0, Math.min(SHOWN, rest.size())));
    }

    private static boolean pgDumpReads(PostgresServer server) {
        int major =
                Integer.parseInt(PostgresServer.bin().getParent().getFileName().toString());
        return Integer.parseInt(server.ask("postgres", "SHOW server_version_num")) / 10000 <= major;
    }

    private static String output(PostgresServer server, String program, String... arguments) {
        try {
            Path file = Files.createTempFile("safeward-whole-", ".out");
            try {
                var all = new ArrayList<>(List.of("--" + (program.equals("psql") ? "output=" : "file=") + file));
                all.addAll(Arrays.asList(arguments));
                server.tool(program, all.toArray(String[]::new));
                return Files.readString(file, ISO_8859_1);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path script() {
        return Path.of("src/test/resources/org/safeward/engine/postgresql/whole-database.sql")
                .toAbsolutePath();
    }
}
