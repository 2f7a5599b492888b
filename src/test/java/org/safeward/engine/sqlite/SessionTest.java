package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.Fault;

class SessionTest {
    @TempDir
    Path directory;

    /** The schema of a database, which its application wrote, is tried out in such a session. */
    @ParameterizedTest
    @ValueSource(strings = {"ATTACH 'FILE' AS x", "VACUUM INTO 'FILE'", "ATTACH ':memory:' AS x"})
    void aDatabaseInMemoryReachesNoFile(String sql) {
        Path file = directory.resolve("other.db");
        try (Session memory = Session.memory()) {
            memory.execute("CREATE TABLE t(a)");
            assertThrows(Fault.class, () -> memory.execute(sql.replace("FILE", file.toString())));
        }
        assertTrue(Files.notExists(file));
    }

    @Test
    void sqliteCannotLoadExtensions() {
        try (Session memory = Session.memory()) {
            assertThrows(Fault.class, () -> memory.execute("SELECT load_extension('x')"));
        }
    }
}
