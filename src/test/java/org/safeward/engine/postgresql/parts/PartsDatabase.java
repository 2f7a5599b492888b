package org.safeward.engine.postgresql.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A live database of a plain owner's, its backup, and restores of some of its tables. */
final class PartsDatabase {
    static final String JOB = "7_0123456789abcdef";
    static final String OWNER = "parts_owner";

    final PostgresServer server;
    final String name;
    private BackupScript backup;

    /** Made by the owner, with these statements. */
    PartsDatabase(PostgresServer server, String name, String... statements) {
        this.server = server;
        this.name = name;
        server.role(OWNER, "LOGIN CREATEDB");
        server.create(name);
        server.sql(
                "postgres",
                "ALTER DATABASE " + name + " OWNER TO " + OWNER,
                "GRANT CONNECT ON DATABASE postgres TO " + OWNER);
        sql(statements);
    }

    PostgresEngine engine() {
        return engine(server.address(name, OWNER));
    }

    /** Another process may have to tidy what this one has marked. */
    static PostgresEngine engine(PostgresAddress address) {
        return new PostgresEngine(PostgresSettings.of(address).markedBy(() -> new byte[] {7}));
    }

    void sql(String... statements) {
        try (var session = server.session(name)) {
            session.execute("SET ROLE " + OWNER);
            session.execute("SET search_path TO public");
            for (String statement : statements) {
                session.execute(statement);
            }
        }
    }

    String ask(String query) {
        try (var session = server.session(name)) {
            session.execute("SET search_path TO public");
            return String.join("|", session.strings(query));
        }
    }

    PartsDatabase backUp() {
        try {
            Path file = Files.createTempFile("safeward-parts-", ".sql.zip");
            Files.delete(file);
            backup = BackupFiles.backUp(engine(), file);
            file.toFile().deleteOnExit();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A script of somebody else's in place of a backup. */
    void script(String sql) {
        try {
            backup = new BackupScript(
                    Files.writeString(Files.createTempFile("safeward-parts-", ".sql"), sql), Optional.empty(), false);
            backup.file().toFile().deleteOnExit();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    BackupScript backup() {
        return backup;
    }

    void restore(String... tables) {
        run(() -> {}, Work.UNWATCHED, Optional.empty(), tables);
    }

    void into(String ending, String... tables) {
        run(() -> {}, Work.UNWATCHED, Optional.of(ending), tables);
    }

    void run(Fence fence, Work work, Optional<String> into, String... tables) {
        try (var staging = stage(work, into, tables)) {
            staging.check(work);
            staging.swap(fence, Duration.ofSeconds(2), work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Staging stage(Work work, Optional<String> into, String... tables) {
        try {
            return engine().stage(backup, JOB, new Destination.Parts(List.of(tables), into), work);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What pg_dump says of it, rows included. */
    String portrait() {
        return server.portrait(name);
    }

    /** That such a restore fails, and that nothing has changed and nothing is left. */
    Fault refuses(ErrorCode code, Runnable restore) {
        String before = portrait();
        var fault = assertThrows(Fault.class, restore::run);
        assertEquals(code, fault.code(), fault.getMessage());
        assertEquals(before, portrait());
        assertNothingLeft();
        return fault;
    }

    void assertNothingLeft() {
        assertEquals(
                List.of(),
                server.databases().stream()
                        .filter(other -> other.startsWith(name + "_"))
                        .toList());
    }

    void drop() {
        try {
            if (backup != null) {
                Files.deleteIfExists(backup.file());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.drop(name);
    }
}
