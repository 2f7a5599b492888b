package org.safeward.engine.postgresql.restore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What is removed on a server: only what this Safeward has made, whatever others call theirs. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class DatabaseMarkTest {
    private static final String DATABASE = "marked";
    private static final String OWNER = "marked_owner";
    private static final String PLACE = "12_0123456789abcdef";
    private static final String STAGING = DATABASE + "_restore_" + PLACE;
    private static final String BEFORE = DATABASE + "_before_" + PLACE;
    private static final String WORDS = "Replaced by a restore of Safeward and kept for an undo.";

    @TempDir
    Path files;

    private final PostgresServer server;

    DatabaseMarkTest(PostgresServer server) {
        this.server = server;
        server.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
    }

    @BeforeEach
    void aDatabase() {
        server.drop(DATABASE);
        create(DATABASE);
        server.sql(DATABASE, "SET ROLE " + OWNER, "CREATE TABLE t AS SELECT 1 AS x");
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Test
    void aDatabaseOfTheUsersIsRefusedAndStaysThere() throws Exception {
        create(STAGING);
        var backup = backup();
        var fault = assertThrows(
                Fault.class, () -> engine((byte) 1).stage(backup, PLACE, new Destination.Live(), Work.UNWATCHED));
        assertEquals(ErrorCode.TARGET_EXISTS, fault.code());
        engine((byte) 1).discardStaging(PLACE);
        engine((byte) 1).forgetReplaced(place -> true);
        assertEquals(Set.of("postgres", DATABASE, STAGING), Set.copyOf(server.databases()));
        assertEquals(List.of(STAGING), engine((byte) 1).strays(place -> true));
    }

    @Test
    void aMarkThatWasCopiedHoldsNowhereElse() throws Exception {
        String mark;
        try (var staging = engine((byte) 1).stage(backup(), PLACE, new Destination.Live(), Work.UNWATCHED)) {
            mark = commentOf(STAGING);
            assertEquals(List.of(), engine((byte) 1).strays(place -> true));
        }
        assertEquals(Set.of("postgres", DATABASE), Set.copyOf(server.databases()));
        create(STAGING);
        comment(STAGING, mark);
        engine((byte) 1).discardStaging(PLACE);
        assertTrue(server.databases().contains(STAGING));
    }

    @Test
    void aMarkOfOneKindIsNoneOfTheOther() throws Exception {
        BackupFiles.restore(engine((byte) 1), backup(), PLACE);
        server.sql("postgres", "ALTER DATABASE " + BEFORE + " RENAME TO " + STAGING);
        engine((byte) 1).discardStaging(PLACE);
        assertTrue(server.databases().contains(STAGING));
    }

    @Test
    void anotherSafewardsDatabasesAreLeftAlone() throws Exception {
        BackupFiles.restore(engine((byte) 1), backup(), PLACE);
        var other = engine((byte) 2);
        assertEquals(List.of(), other.undoable());
        other.forgetReplaced(place -> true);
        assertTrue(server.databases().contains(BEFORE));
        assertEquals(List.of(BEFORE), other.strays(place -> true));

        assertEquals(List.of(PLACE), engine((byte) 1).undoable());
        assertEquals(List.of(), engine((byte) 1).strays(PLACE::equals));
        engine((byte) 1).forgetReplaced(place -> false);
        assertTrue(server.databases().contains(BEFORE), "the catalog does not know it");
        engine((byte) 1).forgetReplaced(PLACE::equals);
        assertFalse(server.databases().contains(BEFORE));
    }

    @Test
    void anotherSafewardsSessionsGoOn() {
        var mine = new PostgresSettings(
                server.address(DATABASE, OWNER), RestoreMode.AUTO, false, true, "postgres", Optional.empty());
        try (var theirs = Session.open(mine.address(), RestoreNames.session("12_fedcba9876543210"), Work.UNWATCHED)) {
            new DiscardStaging(mine).discard(PLACE);
            assertEquals("1", theirs.string("SELECT 1"));
        }
    }

    @Test
    void whatDiedBeforeItsMarkIsOnlyNamed() {
        create(STAGING);
        engine((byte) 1).discardStaging(PLACE);
        assertEquals(List.of(STAGING), engine((byte) 1).strays(PLACE::equals));
    }

    @Test
    void whatAnEarlierVersionKeptCanBeUndoneAndIsNotRemoved() throws Exception {
        String kept = DATABASE + "_before_7";
        create(kept);
        server.sql(kept, "SET ROLE " + OWNER, "CREATE TABLE old AS SELECT 2 AS y");
        comment(kept, WORDS + "\nits own");
        var engine = engine((byte) 1);
        assertEquals(List.of("7"), engine.undoable());
        engine.forgetReplaced(place -> true);
        assertTrue(server.databases().contains(kept));
        assertEquals(List.of(kept), engine.strays(place -> true));

        engine.undo("7", PLACE, () -> {}, Duration.ofSeconds(10));
        assertEquals("2", server.ask(DATABASE, "SELECT y FROM public.old"));
        assertEquals("its own", commentOf(DATABASE));
        assertEquals(List.of(PLACE), engine.undoable());
    }

    @Test
    void wordsAloneDoNotMakeANameWithATokenOurs() {
        create(BEFORE);
        comment(BEFORE, WORDS);
        assertEquals(List.of(), engine((byte) 1).undoable());
        comment(BEFORE, WORDS + " " + "0".repeat(64));
        assertEquals(List.of(), engine((byte) 1).undoable());
        engine((byte) 1).forgetReplaced(place -> true);
        assertTrue(server.databases().contains(BEFORE));
    }

    @Test
    void theCommentOfTheLiveDatabaseComesThroughSwapAndUndo() throws Exception {
        comment(DATABASE, "shop\nof the year");
        BackupFiles.restore(engine((byte) 1), backup(), PLACE);
        assertEquals("shop\nof the year", commentOf(DATABASE));
        engine((byte) 1).undo(PLACE, "13_0123456789abcdef", () -> {}, Duration.ofSeconds(10));
        assertEquals("shop\nof the year", commentOf(DATABASE));
        comment(DATABASE, "");
        BackupFiles.restore(engine((byte) 1), backup(), "14_0123456789abcdef");
        assertEquals(null, commentOf(DATABASE));
    }

    private PostgresEngine engine(byte key) {
        var settings = new PostgresSettings(
                server.address(DATABASE, OWNER), RestoreMode.SWAP, false, true, "postgres", Optional.empty());
        return new PostgresEngine(settings.markedBy(() -> new byte[] {key}));
    }

    private BackupScript backup() throws Exception {
        return BackupFiles.backUp(engine((byte) 1), files.resolve("b" + System.nanoTime() + ".sql.zip"));
    }

    private void create(String name) {
        server.sql("postgres", "CREATE DATABASE " + name + " OWNER " + OWNER);
    }

    private void comment(String database, String text) {
        server.sql("postgres", "COMMENT ON DATABASE " + database + " IS " + TableName.literal(text));
    }

    private String commentOf(String database) {
        return server.ask(
                "postgres",
                "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = '" + database + "'");
    }
}
