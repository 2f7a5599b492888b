package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.backup.BackupOpening;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;

/** A job ends in one order, whoever ends it: removed what is left, written, answered, told. */
class EndJobTest {
    private static final String DATABASE = "default";

    @TempDir
    Path home;

    private final List<String> happened = new ArrayList<>();
    private Beans beans;
    private LiveJob live;

    @BeforeEach
    void open() {
        beans = Beans.in(home, Map.of("safeward.database.default.url", "jdbc:sqlite:" + home.resolve("live.db")))
                .observing(
                        JobCleanup.class,
                        job -> happened.add("tidied" + (job.abandoned() ? ", abandoned, " : ", ") + now(job.job())))
                .observing(
                        JobEnded.class,
                        done -> happened.add("told, " + now(done.job().id())));
    }

    @AfterEach
    void close() {
        beans.close();
    }

    /** What everybody can see of the job at this moment. */
    private String now(long job) {
        boolean claimed = beans.get(Claims.class).holder(DATABASE).isPresent();
        boolean answered = live != null && live.ended().isDone();
        return beans.get(Jobs.class).get(job).state().text()
                + (claimed ? ", claimed" : "")
                + (answered ? ", answered" : "");
    }

    private BackupOpening.Opened opened() {
        return beans.get(BackupOpening.class).open(DATABASE, BackupOrigin.REQUEST, "", "somebody");
    }

    private LiveJob working(BackupOpening.Opened opened) {
        live = new LiveJob(
                opened.job().job(), opened.job().token(), java.time.Duration.ofMinutes(1), opened.run(), Turn.REQUEST);
        beans.get(LiveJobs.class).add(live);
        return live;
    }

    @Test
    void oneThatWorked() {
        beans.get(EndJob.class).end(working(opened()));

        assertEquals(List.of("tidied, pending, claimed", "told, failed, answered"), happened);
        assertTrue(beans.get(LiveJobs.class).find(live.id()).isEmpty());
    }

    @Test
    void oneThatCouldNotBeginKeepsWhatWasGivenForIt() {
        LiveJob refused = working(opened());
        refused.failed(new Fault(ErrorCode.SHUTTING_DOWN));

        beans.get(EndJob.class).endUnbegun(refused);

        assertEquals(List.of("told, failed, answered"), happened);
    }

    @Test
    void oneThatNobodyWorksOnAnyMore() {
        Job left = opened().job().job();

        beans.get(EndJob.class).abandon(left);

        assertEquals(List.of("tidied, abandoned, pending, claimed", "told, failed"), happened);
        assertEquals(RunState.FAILED, beans.get(Jobs.class).get(left.id()).state());
    }

    @Test
    void whatFailsOnTheWayKeepsTheNextFromNothing() {
        beans.observing(JobCleanup.class, job -> {
            throw new IllegalStateException("no file to remove");
        });

        Optional<Job> ended = beans.get(EndJob.class).end(working(opened()));

        assertEquals(RunState.FAILED, ended.orElseThrow().state());
        assertEquals("told, failed, answered", happened.get(1));
    }

    /** Its claim is not renewed any more, so that it lapses. */
    @Test
    void oneWhoseEndCannotBeWrittenIsForgottenAndItsClientTold() {
        beans.with(JobEnding.class, new JobEnding() {
            @Override
            public Job end(LiveJob job) {
                throw new IllegalStateException("the catalog is away");
            }
        });

        assertEquals(Optional.empty(), beans.get(EndJob.class).end(working(opened())));

        assertThrows(CompletionException.class, () -> live.ended().join());
        assertTrue(beans.get(LiveJobs.class).find(live.id()).isEmpty());
        assertEquals(List.of("tidied, pending, claimed"), happened);
    }
}
