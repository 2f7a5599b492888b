package org.safeward.drill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.JobEnded;
import org.safeward.jobs.record.CheckMade;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** What is known of a database's proofs after drills of every kind. */
class ProofsTest {
    private static final String DATABASE = "default";

    @TempDir
    Path home;

    private Instant now = Instant.parse("2026-03-02T12:00:00Z");
    private Beans beans;
    private Proofs proofs;
    private long record;

    @BeforeEach
    void start() {
        beans = Beans.in(home, Map.of("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db")))
                .with(InstantSource.class, () -> now);
        proofs = beans.get(Proofs.class);
        record = records()
                .add(new BackupRecord(DATABASE, BackupOrigin.REQUEST, "", true, now))
                .id();
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @Test
    void isWhenADrillHasProvenABackupAndRemainsKnownWhenThatIsGone() {
        assertEquals(Optional.empty(), proofs.last(DATABASE));
        Instant proven = now;
        prove();
        assertEquals(proven, proofs.last(DATABASE).orElseThrow().at());
        assertEquals(
                record,
                proofs.last(DATABASE).orElseThrow().backup().orElseThrow().id());
        assertEquals(Optional.empty(), proofs.last("other"));
        records().remove(record);
        assertEquals(proven, proofs.last(DATABASE).orElseThrow().at());
        assertEquals(Optional.empty(), proofs.last(DATABASE).orElseThrow().backup());
    }

    @Test
    void aDrillThatOnlyCountedRowsProvesNothing() {
        drill(job -> {
            job.progress("prove", 100, 1, 1, List.of(CheckMade.of("CHECK_COUNTED", 1)));
            job.complete(now);
        });
        assertEquals(Optional.empty(), proofs.last(DATABASE));
        assertEquals(
                RunState.COMPLETED, proofs.lastDrill(DATABASE).orElseThrow().state());
    }

    @Test
    void aBackupThatIsFoundChangedIsNoLongerProvenAndOneThatCouldNotBeLookedAtIs() {
        prove();
        for (ErrorCode around : List.of(ErrorCode.DRILL_IMPOSSIBLE, ErrorCode.SERVER_STOPPED, ErrorCode.DISK_FULL)) {
            Job job = drill(row -> row.end(RunState.FAILED, new Fault(around, "-"), now));
            assertFalse(Proofs.refutes(job), around.name());
            assertTrue(records().get(record).provenAt() != null, around.name());
        }
        assertTrue(Proofs.refutes(
                drill(row -> row.end(RunState.FAILED, new Fault(ErrorCode.DRILL_DIFFERS, "t"), now))));
        assertEquals(null, records().get(record).provenAt());
        assertEquals(null, records().get(record).provenFrom());
        assertEquals(Optional.empty(), proofs.last(DATABASE).orElseThrow().backup());
    }

    @Test
    void aCancelledDrillAndOneThatRunsHideNothingOfTheOneBefore() {
        long failed = drill(row -> row.end(RunState.FAILED, new Fault(ErrorCode.DRILL_DIFFERS, "t"), now))
                .id();
        drill(row -> row.end(RunState.CANCELLED, new Fault(ErrorCode.JOB_CANCELLED), now));
        drill(row -> row.start(1, now));
        assertEquals(failed, proofs.lastDrill(DATABASE).orElseThrow().id());
    }

    private void prove() {
        records().change(record, row -> row.proven(home.resolve("file").toString(), now));
        drill(job -> {
            job.progress("prove", 100, 1, 1, List.of(CheckMade.of(Proofs.CHECK, 1, 1)));
            job.complete(now);
        });
    }

    /** Of the record, and told as each end of a job is. */
    private Job drill(Consumer<Job> end) {
        Jobs jobs = beans.get(Jobs.class);
        long id = jobs.add(JobKind.DRILL, DATABASE, "somebody", "here").id();
        Job job = jobs.change(id, row -> {
            row.concern(record);
            end.accept(row);
        });
        beans.get(WithdrawProof.class).after(new JobEnded(job));
        now = now.plusSeconds(60);
        return job;
    }

    private BackupRecords records() {
        return beans.get(BackupRecords.class);
    }
}
