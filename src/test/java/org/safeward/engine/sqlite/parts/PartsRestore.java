package org.safeward.engine.sqlite.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.Databases;
import org.safeward.engine.sqlite.Leftovers;
import org.safeward.engine.sqlite.RoundTrip;
import org.safeward.engine.sqlite.SqliteDatabase;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.engine.sqlite.StoppableWork;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A live database that is backed up and changed, and gets some of its tables back. */
final class PartsRestore {
    static final String JOB = "7_0123456789abcdef";

    final Path directory;
    final Path live;
    final SqliteEngine engine;
    BackupScript backup;
    StoppableWork work = new StoppableWork();
    Duration patience = Duration.ofSeconds(20);
    Fence fence = () -> {};

    /** Whether nobody else in this process has the database open. */
    boolean alone = true;

    /** What happens between check and swap. */
    Step afterCheck = () -> {};

    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    PartsRestore(Path directory) {
        this(directory, null);
    }

    /** @param diskReserve bytes, or null */
    PartsRestore(Path directory, Long diskReserve) {
        this.directory = directory;
        this.live = directory.resolve("live.db");
        this.engine = new SqliteEngine(
                new SqliteDatabase("default", live, directory.resolve("restored"), Optional.ofNullable(diskReserve)));
    }

    /** What is live now is what is backed up. */
    PartsRestore backedUp(String... statements) throws Exception {
        run(statements);
        backup = new RoundTrip(live).backup();
        return this;
    }

    PartsRestore run(String... statements) throws SQLException {
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        return this;
    }

    void replace(String... tables) throws Exception {
        restore(new Destination.Parts(List.of(tables), Optional.empty()));
    }

    void copy(String into, String... tables) throws Exception {
        restore(new Destination.Parts(List.of(tables), Optional.of(into)));
    }

    void restore(Destination.Parts parts) throws Exception {
        try (Staging staging = engine.stage(backup, JOB, parts, work)) {
            staging.check(work);
            afterCheck.run();
            staging.swap(fence, patience, work);
        } finally {
            assertEquals(List.of(), Leftovers.files(directory, ".restore-"));
            if (alone) {
                assertEquals(List.of(), Leftovers.openFiles(directory));
            }
        }
    }

    /** Nothing has changed, and this is why. */
    Fault refused(ErrorCode code, Destination.Parts parts) throws Exception {
        List<String> before = Contents.of(live);
        Fault fault = assertThrows(Fault.class, () -> restore(parts));
        assertEquals(code, fault.code(), fault::getMessage);
        assertEquals(before, Contents.of(live));
        return fault;
    }

    Fault refused(ErrorCode code, String... tables) throws Exception {
        return refused(code, new Destination.Parts(List.of(tables), Optional.empty()));
    }

    /** The first column of all rows. */
    List<String> rows(String sql) throws SQLException {
        try (Connection connection = Databases.open(live);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    String one(String sql) throws SQLException {
        return rows(sql).get(0);
    }
}
