package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.RunState;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.jobs.ByHand;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.FaultyWire.Trouble;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.s3.S3Server;

/** Copies on an S3 server behind a network that fails. */
class S3CopyTest {
    private static final int SIZE = 700_000;
    private static final int ALWAYS = 1000;

    private static S3Server server;

    @TempDir
    Path folder;

    private FaultyWire wire;
    private CopiesByHand copies;
    private RemoteStore direct;

    @BeforeAll
    static void startServer() throws IOException {
        server = S3Server.s3proxy("aws-v2-or-v4");
    }

    @AfterAll
    static void closeServer() {
        server.close();
    }

    @BeforeEach
    void start() throws IOException {
        String prefix = folder.getFileName().toString();
        wire = new FaultyWire(server.port());
        direct = server.settings(prefix).open(Limits.USUAL);
        copies = new CopiesByHand(
                folder,
                Map.of(
                        "safeward.destinations",
                        "s3",
                        "safeward.destination.s3.url",
                        "s3://" + S3Server.BUCKET + "/" + prefix,
                        "safeward.destination.s3.endpoint",
                        "http://127.0.0.1:" + wire.port(),
                        "safeward.destination.s3.access-key",
                        "tester",
                        "safeward.destination.s3.secret-key",
                        S3Server.SECRET));
    }

    @AfterEach
    void close() throws IOException {
        copies.close();
        direct.close();
        wire.close();
    }

    static Stream<Trouble> troubles() {
        String slowDown = "<Error><Code>SlowDown</Code><Message>Reduce your request rate</Message></Error>";
        String skewed = "<Error><Code>RequestTimeTooSkewed</Code><Message>too large</Message></Error>";
        return Stream.of(
                Trouble.cutUp(100_000),
                Trouble.cutDown(20),
                Trouble.answer(503, slowDown),
                Trouble.answer(403, skewed),
                Trouble.answer(507, "<Error><Code>InsufficientStorage</Code></Error>"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatFailsOnTheWayLeavesNothingAndGoesOnLater(Trouble trouble) throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        wire.spoil(trouble, ALWAYS);
        copies.look();
        BackupCopy waiting = copies.copy(record, "s3");
        assertEquals(CopyState.WAITING, waiting.state());
        assertTrue(waiting.errorCode().name().startsWith("DESTINATION_"), String.valueOf(waiting.errorCode()));
        assertTrue(names().stream().noneMatch(name -> name.endsWith(".manifest.json")), "no copy: " + names());

        wire.mend();
        copies.pass(Duration.ofHours(6));
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "s3").state());
        assertEquals(List.of("default-backup_1.sql.zip", "default-backup_1.sql.zip.manifest.json"), names());
        assertEquals(List.of(), direct.leftovers());
    }

    /** The content is cut each time that it is read back: it is taken up where it broke. */
    @Test
    void aReadingBackThatBreaksOffGoesOnWhereItBroke() throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        copies.at = reached -> {
            if (reached.place().endsWith(".sent")) {
                wire.spoil(Trouble.cutDown(300_000), 1);
            }
        };
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "s3").state());
        assertEquals(1, wire.spoilt());
    }

    static Stream<Arguments> silences() {
        return Stream.of(
                Arguments.of(".sending", Trouble.stallUp(100_000)), Arguments.of(".sent", Trouble.stallDown(100_000)));
    }

    /** Without the stop it would wait for the limit of the connection, a minute, and try again. */
    @ParameterizedTest
    @MethodSource("silences")
    @Timeout(value = 40, threadMode = ThreadMode.SEPARATE_THREAD)
    void aStopIsHeardAtOnceWhileNothingMovesAndTheCopyIsMadeLater(String place, Trouble trouble) throws IOException {
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        ScheduledExecutorService somebody = Executors.newSingleThreadScheduledExecutor();
        copies.at = reached -> {
            if (reached.place().endsWith(place)) {
                wire.spoil(trouble, ALWAYS);
                somebody.schedule(() -> ByHand.stop(reached.job()), 1, TimeUnit.SECONDS);
            }
        };
        try {
            copies.look();
        } finally {
            somebody.shutdownNow();
        }
        assertTrue(wire.spoilt() > 0);
        Job job = copies.beans().get(Jobs.class).newest(0, 1).get(0);
        assertEquals(RunState.CANCELLED, job.state(), () -> job.errorCode() + " " + job.errorArguments());
        assertEquals(CopyState.WAITING, copies.copy(record, "s3").state());
        assertEquals(List.of(), copies.told);

        copies.at = reached -> {};
        wire.mend();
        copies.pass(Duration.ofHours(1));
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "s3").state());
        assertEquals(List.of(), direct.leftovers());
    }

    /** S3Proxy knows no locks. */
    @Test
    void aServerWithoutLocksHasGoodCopiesThatSayThatTheyAreNotLocked() throws IOException {
        copies.startAgain(Map.of("safeward.destination.s3.lock", "30d"));
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        copies.look();
        BackupCopy copy = copies.copy(record, "s3");
        assertEquals(CopyState.GOOD, copy.state());
        assertEquals(
                ErrorCode.DESTINATION_UNLOCKED, copy.lockFault().orElseThrow().code());
    }

    private List<String> names() throws IOException {
        return direct.list().stream().map(file -> file.name()).sorted().toList();
    }
}
