package org.safeward.engine.sqlite.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.engine.Work;
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

    /** The driver would take the end of such a name for settings of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"odd?busy_timeout=5", "odd?", "odd?mode=ro&cache=shared#%41.db"})
    void aNameIsTakenAsItIs(String name) throws Exception {
        Path file = Files.createFile(directory.resolve(name));
        try (Session session = Session.write(file, 0, Work.UNWATCHED)) {
            session.execute("CREATE TABLE t(a)");
        }
        assertTrue(Files.size(file) > 0);
        try (Stream<Path> all = Files.list(directory)) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void sqliteCannotLoadExtensions() {
        try (Session memory = Session.memory()) {
            assertThrows(Fault.class, () -> memory.execute("SELECT load_extension('x')"));
        }
    }
}
