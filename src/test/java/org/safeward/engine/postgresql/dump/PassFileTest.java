package org.safeward.engine.postgresql.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.sql.PostgresVersion;

/** Where a password for a child process lies, and who may read it there. */
class PassFileTest {
    @TempDir
    Path folder;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void liesInAFolderOfOursThatIsClosedToOthersAndLeavesNothingThere() throws IOException {
        Path home = folder.resolve("tmp/pass");
        try (PassFile one = new PassFile("secret", Optional.of(home));
                PassFile other = new PassFile("secret", Optional.of(home))) {
            for (PassFile file : new PassFile[] {one, other}) {
                assertTrue(file.path().startsWith(home), file.path().toString());
                assertEquals("rw-------", permissions(file.path()));
                assertEquals("rwx------", permissions(file.path().getParent()));
            }
            assertEquals("rwx------", permissions(home));
            assertFalse(one.path().equals(other.path()));
        }
        try (var left = Files.list(home)) {
            assertEquals(0, left.count());
        }
    }

    @ParameterizedTest
    @CsvSource({"plain,plain", "a:b,a\\:b", "a\\b,a\\\\b", "'# *:*','# *\\:*'", "密码,密码"})
    void escapesWhatWouldEndIt(String password, String written) throws IOException {
        try (PassFile file = new PassFile(password, Optional.of(folder))) {
            assertEquals("*:*:*:*:" + written + "\n", Files.readString(file.path()));
        }
    }

    @Test
    void pgDumpIsGivenTheOneInOurFolder() throws Exception {
        Path program =
                Files.writeString(folder.resolve("pg_dump"), "#!/bin/sh\necho \"$PGPASSFILE\"\ncat \"$PGPASSFILE\"\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Path home = folder.resolve("home");
        PostgresAddress address = PostgresAddress.parse("jdbc:postgresql://127.0.0.1:1/x", "role", "the password");
        PostgresVersion version =
                PostgresVersion.in("pg_dump (PostgreSQL) 15.4").orElseThrow();
        try (var process = new PgDumpProcess(
                new PgDumpProgram(program, version),
                version,
                address,
                Optional.of(home),
                "UTF8",
                Optional.of("snapshot"),
                Map.of(),
                Work.UNWATCHED)) {
            String[] said = new String(process.output().readAllBytes(), StandardCharsets.UTF_8).split("\n");
            assertTrue(said[0].startsWith(home + "/"), said[0]);
            assertEquals("*:*:*:*:the password", said[1]);
            process.requireSuccess();
        }
        try (var left = Files.list(home)) {
            assertEquals(0, left.count());
        }
    }
}
