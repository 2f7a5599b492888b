package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.archive.content.FileSum;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.RunState;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.fault.ErrorCode;
import org.safeward.jobs.ByHand;
import org.safeward.jobs.record.Job;
import org.safeward.jobs.record.Jobs;
import org.safeward.store.SmallDisk;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.FaultyWire.Trouble;
import org.safeward.store.remote.sftp.OpenSshServer;
import org.safeward.store.remote.webdav.ApacheServer;

/** Copies in a directory of a real SSH server and of a real WebDAV server, behind a network that fails, and on a disk that is full. */
class FaultyPlaceCopyTest {
    private static final int SIZE = 700_000;
    private static final int ALWAYS = 1000;

    private static OpenSshServer ssh;
    private static ApacheServer dav;

    /** Whose network it is. */
    enum Kind {
        SFTP,
        WEBDAV
    }

    @TempDir
    Path folder;

    private Path place;
    private FaultyWire wire;
    private CopiesByHand copies;
    private SmallDisk disk;

    @BeforeAll
    static void startServers() throws Exception {
        ssh = new OpenSshServer();
        dav = new ApacheServer();
    }

    @AfterAll
    static void closeServers() throws Exception {
        ssh.close();
        dav.close();
    }

    private void open(Kind kind) throws Exception {
        place = kind == Kind.SFTP ? ssh.newDirectory() : dav.newDirectory();
        wire = new FaultyWire(kind == Kind.SFTP ? ssh.port() : dav.port());
        String at = "127.0.0.1:" + wire.port();
        String beginning = "safeward.destination.far.";
        copies = new CopiesByHand(
                folder,
                kind == Kind.SFTP
                        ? Map.of(
                                "safeward.destinations",
                                "far",
                                beginning + "url",
                                "sftp://" + OpenSshServer.USER + "@" + at + place,
                                beginning + "key-file",
                                ssh.key().toString(),
                                beginning + "host-key",
                                ssh.hostKey())
                        : Map.of(
                                "safeward.destinations",
                                "far",
                                beginning + "url",
                                "dav://" + at + "/" + place.getFileName(),
                                beginning + "user",
                                ApacheServer.LOGIN.user(),
                                beginning + "password",
                                ApacheServer.LOGIN.password()));
    }

    @AfterEach
    void close() throws IOException {
        if (copies != null) {
            copies.close();
            wire.close();
        }
        if (disk != null) {
            disk.close();
        }
    }

    static Stream<Arguments> troubles() {
        return EnumSet.allOf(Kind.class).stream()
                .flatMap(kind -> Stream.of(Trouble.cutUp(200_000), Trouble.cutDown(2500))
                        .map(trouble -> Arguments.of(kind, trouble)));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void whatFailsOnTheWayLeavesNothingAndGoesOnLater(Kind kind, Trouble trouble) throws Exception {
        open(kind);
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        wire.spoil(trouble, ALWAYS);
        copies.look();
        assertTrue(wire.spoilt() > 0);
        BackupCopy copy = copies.copy(record, "far");
        // Where each connection lasts for some requests it may get there after all; never half.
        if (copy.state() != CopyState.GOOD) {
            assertEquals(CopyState.WAITING, copy.state());
            assertTrue(copy.errorCode().name().startsWith("DESTINATION_"), String.valueOf(copy.errorCode()));
            assertTrue(names().stream().noneMatch(name -> name.endsWith(".manifest.json")), "no copy: " + names());
        }
        wire.mend();
        assertMadeAfter(Duration.ofHours(6), record);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aReadingBackThatBreaksOffGoesOnWhereItBroke(Kind kind) throws Exception {
        open(kind);
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        copies.at = reached -> {
            if (reached.place().endsWith(".sent")) {
                wire.spoil(Trouble.cutDown(300_000), 1);
            }
        };
        copies.look();
        assertEquals(1, wire.spoilt());
        assertMadeAfter(Duration.ZERO, record);
    }

    static Stream<Arguments> silences() {
        return EnumSet.allOf(Kind.class).stream()
                .flatMap(kind -> Stream.of(
                        Arguments.of(kind, ".sending", Trouble.stallUp(100_000)),
                        Arguments.of(kind, ".sent", Trouble.stallDown(100_000))));
    }

    /** Without the stop it would wait for the limit of the connection, a minute, and try again. */
    @ParameterizedTest
    @MethodSource("silences")
    @Timeout(value = 40, threadMode = ThreadMode.SEPARATE_THREAD)
    void aStopIsHeardAtOnceWhileNothingMovesAndTheCopyIsMadeLater(Kind kind, String at, Trouble trouble)
            throws Exception {
        open(kind);
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        ScheduledExecutorService somebody = Executors.newSingleThreadScheduledExecutor();
        copies.at = reached -> {
            if (reached.place().endsWith(at)) {
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
        assertEquals(CopyState.WAITING, copies.copy(record, "far").state());
        assertEquals(List.of(), copies.told);
        copies.at = reached -> {};
        wire.mend();
        assertMadeAfter(Duration.ofHours(1), record);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void aFullDiskThereIsNamedLeavesNothingAndTheCopyIsMadeOnceThereIsRoom(Kind kind) throws Exception {
        open(kind);
        disk = SmallDisk.on(place, 3);
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("rwxrwxrwx"));
        disk.leaveFree(SIZE / 2000);
        BackupRecord record = copies.backup("backup_1.sql.zip", SIZE);
        copies.look();
        BackupCopy waiting = copies.copy(record, "far");
        assertEquals(CopyState.WAITING, waiting.state());
        assertEquals(ErrorCode.DESTINATION_FULL, waiting.errorCode());
        assertEquals(1, copies.told.size(), "somebody hears of it");
        assertEquals(List.of("filling"), names());
        disk.free();
        assertMadeAfter(Duration.ofHours(6), record);
    }

    private void assertMadeAfter(Duration pause, BackupRecord record) throws IOException {
        copies.pass(pause);
        copies.look();
        assertEquals(CopyState.GOOD, copies.copy(record, "far").state());
        assertEquals(List.of("default-backup_1.sql.zip", "default-backup_1.sql.zip.manifest.json"), names());
        assertEquals(record.sha256(), FileSum.sha256(place.resolve("default-backup_1.sql.zip"), () -> {}));
        assertEquals(List.of(), copies.outgoing());
    }

    /** All that lies there, halves included. */
    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(place)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }
}
