package org.safeward.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.backup.BackupOpening;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupOrigin;
import org.safeward.jobs.record.Claims;

/** What is due is dealt with when its backup has its claim; whatever a crash comes between, it is made after the next start. */
class OpenDueBackupTest {
    private static final String DATABASE = "default";

    @TempDir
    Path home;

    private Beans beans;
    private CatalogFile catalog;

    /** The ways in which a backup becomes due. */
    enum Kind {
        DUE(state -> state.handledUntil(Instant.now().minus(Duration.ofDays(2)))),
        OWED(ScheduleState::owe),
        RETRY(state -> state.retryAt(Instant.now().minusSeconds(1)));

        private final Consumer<ScheduleState> note;

        Kind(Consumer<ScheduleState> note) {
            this.note = note;
        }
    }

    /** Stands for the end of the process: nothing that would come after it comes. */
    private static final class Crash extends Error {}

    @BeforeEach
    void start() {
        open();
        beans.get(BackupConfigs.class)
                .change(
                        DATABASE,
                        config -> config.change(
                                true,
                                "0 3 * * *",
                                "",
                                "UTC",
                                7,
                                3,
                                true,
                                Instant.now().minus(Duration.ofDays(3))));
        catalog = new CatalogFile(home);
        beans.get(ScheduleStates.class).of(DATABASE);
    }

    private void open() {
        beans = Beans.in(home, Map.of("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db")));
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCrashBeforeTheClaimLosesNoBackup(Kind kind) {
        note(kind);
        beans.with(Claims.class, new Claims() {
            @Override
            public boolean take(String database, long job, String node, String token) {
                throw new Crash();
            }
        });
        assertThrows(Crash.class, () -> beans.get(RunSchedule.class).runDue(DATABASE));
        assertEquals("0", catalog.ask("SELECT count(*) FROM job"));

        beans.close();
        open();
        beans.get(RunSchedule.class).runDue(DATABASE);

        assertEquals("1", catalog.ask("SELECT count(*) FROM backup_record WHERE origin = 'SCHEDULE'"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aCrashAfterTheClaimMakesNoSecondOne(Kind kind) {
        note(kind);
        assertTrue(beans.get(OpenDueBackup.class).open(DATABASE).isPresent());

        beans.close();
        open();

        assertFalse(beans.get(OpenDueBackup.class).open(DATABASE).isPresent());
        assertFalse(beans.get(ScheduleStates.class).of(DATABASE).owed());
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void whatFindsItsDatabaseBusyIsOwedOnce(Kind kind) {
        beans.get(BackupOpening.class).open(DATABASE, BackupOrigin.REQUEST, "", "somebody");
        note(kind);

        beans.get(RunSchedule.class).runDue(DATABASE);

        assertTrue(beans.get(ScheduleStates.class).of(DATABASE).owed());
        assertEquals("0", catalog.ask("SELECT count(*) FROM backup_record WHERE origin = 'SCHEDULE'"));
        catalog.change("DELETE FROM claim");
        beans.get(RunSchedule.class).runDue(DATABASE);
        assertEquals("1", catalog.ask("SELECT count(*) FROM backup_record WHERE origin = 'SCHEDULE'"));
        assertFalse(beans.get(ScheduleStates.class).of(DATABASE).owed());
    }

    private void note(Kind kind) {
        beans.get(ScheduleStates.class).change(DATABASE, state -> {
            kind.note.accept(state);
            return true;
        });
    }
}
