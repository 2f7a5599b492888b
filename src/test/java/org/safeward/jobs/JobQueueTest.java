package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.backup.BackupOpening;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.RunState;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.JobKind;
import org.safeward.jobs.record.Jobs;

/** Jobs that wait for their turn. */
class JobQueueTest {
    private static final String DATABASE = "default";

    @TempDir
    Path home;

    private final List<JobCleanup> ended = new ArrayList<>();
    private Beans beans;

    @BeforeEach
    void start() {
        open(1);
    }

    private void open(int atOnce) {
        beans = Beans.in(
                        home,
                        Map.of(
                                "safeward.jobs.max-concurrent",
                                String.valueOf(atOnce),
                                "safeward.database.default.url",
                                "jdbc:sqlite:" + home.resolve("live.db")))
                .observing(JobCleanup.class, ended::add);
    }

    @AfterEach
    void close() {
        beans.close();
    }

    /** As when 200 databases are due at the same minute. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void neverMoreAreAtWorkThanAreAllowedAndEachHasItsTurn(int most) {
        beans.close();
        open(most);
        JobQueue queue = queue();
        List<LiveJob> began = new ArrayList<>();
        List<LiveJob> atWork = new ArrayList<>();
        Random random = new Random(most);
        for (int i = 0; i < 200; i++) {
            queue.add(live(Turn.SCHEDULE));
            take(queue, began, atWork);
            assertTrue(atWork.size() <= most);
            if (random.nextInt(3) == 0 && !atWork.isEmpty()) {
                queue.leave(atWork.remove(random.nextInt(atWork.size())));
            }
        }
        while (!atWork.isEmpty()) {
            queue.leave(atWork.remove(0));
            take(queue, began, atWork);
            assertTrue(atWork.size() <= most);
        }

        assertEquals(200, began.stream().distinct().count());
        assertEquals(began.stream().sorted(Comparator.comparing(LiveJob::id)).toList(), began);
        assertEquals(new JobQueue.Load(0, 0, most), queue.load());
    }

    private static void take(JobQueue queue, List<LiveJob> began, List<LiveJob> atWork) {
        for (Optional<LiveJob> next = queue.next(); next.isPresent(); next = queue.next()) {
            began.add(next.get());
            atWork.add(next.get());
        }
    }

    @Test
    void restoresComeFirstThenRequestsThenTheSchedule() {
        JobQueue queue = queue();
        List<LiveJob> added = List.of(
                live(Turn.SCHEDULE), live(Turn.REQUEST), live(Turn.SCHEDULE), live(Turn.RESTORE), live(Turn.REQUEST));
        added.forEach(queue::add);

        List<LiveJob> order = new ArrayList<>();
        for (int i = 0; i < added.size(); i++) {
            LiveJob next = queue.next().orElseThrow();
            order.add(next);
            queue.leave(next);
        }

        assertEquals(List.of(3, 1, 4, 0, 2), order.stream().map(added::indexOf).toList());
    }

    @Test
    void oneThatWasTakenOutHasNoTurn() {
        JobQueue queue = queue();
        LiveJob first = live(Turn.REQUEST);
        LiveJob second = live(Turn.REQUEST);
        queue.add(first);
        queue.add(second);

        assertTrue(queue.withdraw(first));

        assertEquals(Optional.of(second), queue.next());
        assertFalse(queue.withdraw(second), "it has had its turn");
    }

    @Test
    void theTimeThatAJobMayTakeCountsFromItsStart() throws InterruptedException {
        LiveJob job = new LiveJob(row(), "token", Duration.ofMillis(30), null, Turn.SCHEDULE);
        Thread.sleep(60);
        assertFalse(job.isOverTime());

        job.begin();
        assertFalse(job.isOverTime());
        Thread.sleep(60);
        assertTrue(job.isOverTime());
    }

    @ParameterizedTest
    @EnumSource(Turn.class)
    void aJobThatWaitsHasItsDatabaseAndIsCancelledAtOnce(Turn turn) {
        occupy();
        LiveJob live = waiting(turn);
        Jobs jobs = beans.get(Jobs.class);
        assertEquals(RunState.PENDING, jobs.get(live.id()).state());
        assertEquals(new JobQueue.Load(1, 1, 1), queue().load());
        assertEquals(Optional.of(live.id()), beans.get(Claims.class).holder(DATABASE));

        Job asked = beans.get(CancelJob.class).cancel(DATABASE).orElseThrow();

        assertEquals(live.id(), asked.id());
        assertEquals(RunState.CANCELLED, jobs.get(live.id()).state());
        assertEquals(RunState.CANCELLED, live.ended().join().state());
        assertEquals(Optional.empty(), beans.get(Claims.class).holder(DATABASE));
        assertEquals(List.of(live.id()), ended.stream().map(JobCleanup::job).toList(), "and tidied up after");
        assertEquals(new JobQueue.Load(1, 0, 1), queue().load());
        assertEquals(
                "CANCELLED",
                new CatalogFile(home).ask("SELECT status FROM backup_record WHERE task_id = ?", live.id()));
    }

    @Test
    void aServerThatStopsEndsWhatWaits() {
        occupy();
        LiveJob live = waiting(Turn.SCHEDULE);

        beans.get(JobWatch.class).stop();

        assertEquals(RunState.FAILED, beans.get(Jobs.class).get(live.id()).state());
        assertEquals("SERVER_STOPPED", live.ended().join().errorCode().name());
    }

    /** A job that is ending has given its claim back a moment before anybody can see that it is over. */
    @Test
    void aJobThatEndsHasNotLostItsClaim() {
        occupy();
        LiveJob live = waiting(Turn.REQUEST);
        live.ends();
        beans.get(Claims.class).release(live.token());

        beans.get(JobWatch.class).renewClaims();

        assertEquals(Optional.empty(), live.stopReason());
    }

    /** Claims are looked at in just that moment, whoever writes the end. */
    @Test
    void whoeverEndsAJobSaysSoBeforeItsClaimIsGone() {
        List<LiveJob> looked = lookAtClaimsWhereEndsAreWritten();
        LiveJob worked = waiting(Turn.REQUEST);
        beans.get(EndJob.class).end(worked);
        BackupOpening.Opened refused = opened();
        beans.get(LiveJobs.class).close();
        assertThrows(Fault.class, () -> beans.get(JobStarter.class).start(refused.job(), refused.run(), Turn.REQUEST));

        assertEquals(2, looked.size());
        assertEquals(worked, looked.get(0));
        looked.forEach(live -> assertEquals(Optional.empty(), live.stopReason()));
    }

    private List<LiveJob> lookAtClaimsWhereEndsAreWritten() {
        List<LiveJob> looked = new ArrayList<>();
        JobEnding real = beans.get(JobEnding.class);
        beans.with(JobEnding.class, new JobEnding() {
            @Override
            public Job end(LiveJob live) {
                Job job = real.end(live);
                beans.get(JobWatch.class).renewClaims();
                looked.add(live);
                return job;
            }
        });
        occupy();
        return looked;
    }

    @Test
    void oneWhoseClaimIsGoneHasLostIt() {
        occupy();
        LiveJob live = waiting(Turn.REQUEST);
        beans.get(Claims.class).release(live.token());

        beans.get(JobWatch.class).renewClaims();

        assertEquals(Optional.of(StopReason.CLAIM_LOST), live.stopReason());
    }

    private JobQueue queue() {
        return beans.get(JobQueue.class);
    }

    /** Takes the one turn that there is. */
    private void occupy() {
        LiveJob other = live(Turn.SCHEDULE);
        queue().add(other);
        queue().next().orElseThrow();
    }

    private LiveJob waiting(Turn turn) {
        BackupOpening.Opened opened = opened();
        return beans.get(JobStarter.class).start(opened.job(), opened.run(), turn);
    }

    private BackupOpening.Opened opened() {
        return beans.get(BackupOpening.class).open(DATABASE, BackupOrigin.REQUEST, "", "somebody");
    }

    private LiveJob live(Turn turn) {
        return new LiveJob(row(), "token", Duration.ofMinutes(1), null, turn);
    }

    /** Of another database than the one that is backed up. */
    private Job row() {
        return beans.get(Jobs.class).add(JobKind.BACKUP, "other", "somebody", "a node");
    }
}
