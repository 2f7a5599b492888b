package org.safeward.destinations.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fixture.Waiting;
import org.safeward.store.remote.DirectoryPlace;
import org.safeward.store.remote.DirectoryStore;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StorePlace;
import org.safeward.store.remote.webdav.WebDavSettings;

/** Whoever asks a place gets an answer, and a place that does not answer keeps one thread at most. */
class TryPlaceTest {
    private static final Duration SHORT = Duration.ofMillis(700);
    private static final Duration LONG = Duration.ofSeconds(50);

    @TempDir
    Path folder;

    @Test
    void aPlaceThatIsInOrderHasNothingInItAfterwards() throws IOException {
        new TryPlace(LONG).run("nas", new DirectoryPlace(folder));

        try (var left = Files.list(folder)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void saysWhatIsWrongAndThatItIsRightAgain() throws IOException {
        TryPlace trial = new TryPlace(LONG);
        StorePlace place = new DirectoryPlace(folder.resolve("later"));
        assertEquals(ErrorCode.DESTINATION_MISSING, fault(trial, place).code());
        Files.createDirectory(folder.resolve("later"));

        trial.run("nas", place);
    }

    @Test
    void aServerThatTakesConnectionsAndSaysNothingIsOutOfReachInTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            URI collection = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/backups/");
            Fault fault =
                    fault(new TryPlace(SHORT), new WebDavSettings(collection, Optional.empty(), Optional.empty()));

            assertEquals(ErrorCode.DESTINATION_UNREACHABLE, fault.code());
            assertTrue(fault.arguments().get(0).contains("/backups/"), fault.getMessage());
        }
        assertTrue(Waiting.until(LONG, () -> trials() == 0), "the interrupt has ended it");
    }

    /** As a directory that is mounted from a machine that is away: no interrupt reaches who waits for it. */
    @Test
    void aPlaceThatKeepsItsCallerIsAskedByOneThreadHoweverOftenItIsTried() {
        Hanging place = new Hanging(folder);
        TryPlace trial = new TryPlace(SHORT);
        for (int i = 0; i < 5; i++) {
            assertEquals(ErrorCode.DESTINATION_UNREACHABLE, fault(trial, place).code());
        }
        assertEquals(1, trials());
        place.end.countDown();
        assertTrue(Waiting.until(LONG, () -> trials() == 0));

        new TryPlace(LONG).run("nas", place);
    }

    @Test
    void whatIsFreeIsToldWithoutThoseThatDoNotAnswer() {
        FreeSpace space = new FreeSpace();
        Hanging place = new Hanging(folder);
        List<FreeSpace.Place> places = List.of(
                new FreeSpace.Place("hanging", () -> place.open(Limits.USUAL).free()),
                new FreeSpace.Place("gone", () -> new DirectoryStore(folder.resolve("gone")).free()),
                new FreeSpace.Place("here", () -> new DirectoryStore(folder).free()));
        long began = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            space.ask(places);
        }
        assertTrue(System.nanoTime() - began < Duration.ofSeconds(20).toNanos());
        assertTrue(Waiting.until(LONG, () -> space.of("here").isPresent()));
        assertEquals(OptionalLong.empty(), space.of("gone"));
        assertTrue(space.answers("gone"));
        assertEquals(OptionalLong.empty(), space.of("hanging"));
        assertEquals(false, space.answers("hanging"));
        place.end.countDown();

        assertTrue(Waiting.until(LONG, () -> space.of("hanging").isPresent()), "its late answer is kept");
    }

    private static Fault fault(TryPlace trial, StorePlace place) {
        return assertThrows(Fault.class, () -> trial.run("nas", place));
    }

    private static long trials() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("safeward-trial"))
                .count();
    }

    /** A directory behind something that holds whoever opens it. */
    private record Hanging(Path directory, CountDownLatch end) implements StorePlace {
        Hanging(Path directory) {
            this(directory, new CountDownLatch(1));
        }

        @Override
        public String address() {
            return directory.toString();
        }

        @Override
        public String kind() {
            return "directory";
        }

        @Override
        public RemoteStore open(Limits limits) {
            boolean open = false;
            while (!open) {
                try {
                    end.await();
                    open = true;
                } catch (InterruptedException e) {
                    // Nobody is told, as in the kernel.
                }
            }
            return new DirectoryStore(directory);
        }
    }
}
