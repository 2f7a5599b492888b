package org.safeward.engine.sqlite.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;

/** Files of users that are named as ours, in the two directories that are tidied. */
class StraysTest {
    private static final String OURS = "7_0123456789abcdef";
    private static final String OTHERS = "7_fedcba9876543210";

    @TempDir
    Path directory;

    private Path restored;
    private SqliteEngine engine;

    @BeforeEach
    void protect() throws IOException {
        restored = Files.createDirectory(directory.resolve("restored"));
        engine = new SqliteEngine(new SqliteDatabase("default", directory.resolve("live.db"), restored));
    }

    private Path file(Path place, String name) throws IOException {
        return Files.writeString(place.resolve(name), "a user's");
    }

    @Test
    void onlyWhatHasTheTokenOfTheJobIsRemoved() throws IOException {
        List<Path> users = List.of(
                file(restored, "x.restore-7"),
                file(restored, "x.restore-7_"),
                file(restored, "x.restore-" + OTHERS),
                file(restored, "x.restore-" + OURS + ".db"),
                file(directory, "live.db.restore-7"),
                file(directory, "other.db.restore-" + OURS),
                file(directory, "live.db.restore-" + OTHERS));
        Path staged = file(restored, "x.restore-" + OURS);
        Path stagedLive = file(directory, "live.db.restore-" + OURS);
        for (String place : List.of("7", "7_", "_" + OURS, OURS)) {
            engine.discardStaging(place);
        }
        users.forEach(user -> assertTrue(Files.exists(user), user.toString()));
        assertTrue(Files.notExists(staged) && Files.notExists(stagedLive));
    }

    @Test
    void whatLooksLikeOursAndIsNotKnownIsNamed() throws IOException {
        file(restored, "x.restore-7");
        file(directory, "other.db.restore-" + OTHERS);
        file(directory, "live.db.restore-" + OURS);
        Path one = file(directory, "live.db.restore-" + OTHERS);
        Path two = file(restored, "x.restore-" + OTHERS);
        assertEquals(List.of(one.toString(), two.toString()), engine.strays(OURS::equals));
    }
}
