package org.safeward.store.remote;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What every place keeps that is reached through a network, when that fails: nothing half-made, an end within the limits, and another attempt goes on. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
public abstract class NetworkFaultsContract extends RemoteStoreFixture {
    /** For stalls, which are to be noticed soon. A busy machine stalls too: what is to come out well has other limits. */
    protected static final Limits BRIEF =
            new Limits(Duration.ofSeconds(5), Duration.ofMillis(1500), 2, Duration.ofMillis(20));

    /** For what must not wait for a stall to be noticed. */
    protected static final Limits PATIENT =
            new Limits(Duration.ofSeconds(5), Duration.ofSeconds(50), 2, Duration.ofMillis(20));

    private static final int ALWAYS = 1000;

    protected FaultyWire wire;

    /** Where the server listens on loopback. */
    protected abstract int serverPort();

    /** The place of {@link #store}, reached by this port. The caller closes it. */
    protected abstract RemoteStore through(int port, Limits limits);

    /** More than fits into the buffers of a connection, for one request. */
    protected abstract int manyBytes();

    @BeforeEach
    void openWire() throws IOException {
        wire = new FaultyWire(serverPort());
    }

    @AfterEach
    void closeWire() throws IOException {
        wire.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 3, 100_000, 400_000})
    void aPutWhoseConnectionIsCutOnceGoesOn(long bytes) throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.cutUp(bytes), 1);
            assertNotEquals(PutResult.TAKEN, through.put("one.sql", file, Progress.NONE));
            assertEquals(1, wire.spoilt(), "it was cut");
        }
        assertEquals(file.sha256(), sha256("one.sql"));
        assertEquals(List.of("one.sql"), names());
        assertEquals(List.of(), store.leftovers(), "the half of the first attempt is gone");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 100_000, 400_000})
    void aPutThatIsAlwaysCutEndsWithNothingThere(long bytes) throws IOException {
        WholeFile file = file(SEVERAL_PIECES, 1);
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.cutUp(bytes), ALWAYS);
            assertUnreachable(() -> through.put("one.sql", file, Progress.NONE));
            assertNothingHalfMade();

            wire.mend();
            assertEquals(PutResult.PUBLISHED, through.put("one.sql", file, Progress.NONE));
        }
        assertEquals(file.sha256(), sha256("one.sql"));
    }

    @Test
    void aPutWhoseBytesNobodyTakesEndsWithinTheLimits() throws IOException {
        WholeFile file = file(manyBytes(), 1);
        try (RemoteStore through = through(wire.port(), BRIEF)) {
            wire.spoil(FaultyWire.Trouble.stallUp(300_000), ALWAYS);
            assertUnreachable(() -> through.put("one.sql", file, Progress.NONE));
        }
        assertNothingHalfMade();
        assertEquals(PutResult.PUBLISHED, store.put("one.sql", file, Progress.NONE));
    }

    @Test
    void anInterruptEndsAPutWhoseBytesNobodyTakes() throws Exception {
        WholeFile file = file(manyBytes(), 1);
        Thread putting = Thread.currentThread();
        ScheduledExecutorService other = Executors.newSingleThreadScheduledExecutor();
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.stallUp(300_000), ALWAYS);
            long begun = System.nanoTime();
            other.schedule(putting::interrupt, 2, TimeUnit.SECONDS);
            assertThrows(InterruptedIOException.class, () -> through.put("one.sql", file, Progress.NONE));
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toSeconds() < 30, "it did not wait for a limit");
        } finally {
            other.shutdownNow();
            Thread.interrupted();
        }
        assertNothingHalfMade();
    }

    @Test
    void anAnswerThatIsLostIsAskedForAgain() throws IOException {
        store.put("one.sql", file(10, 1), Progress.NONE);
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.cutDown(0), 1);
            assertEquals(10, through.find("one.sql").orElseThrow().size());
            wire.spoil(FaultyWire.Trouble.cutDown(5), 1);
            assertEquals(1, through.list().size());
            wire.spoil(FaultyWire.Trouble.cutDown(0), 1);
            through.delete("one.sql");
        }
        assertEquals(Optional.empty(), store.find("one.sql"));
    }

    /** Not as a file that is not there, either. */
    @Test
    void aServerThatNeverAnswersIsUnreachable() throws IOException {
        try (RemoteStore through = through(wire.port(), BRIEF)) {
            wire.spoil(FaultyWire.Trouble.stallDown(0), ALWAYS);
            assertUnreachable(() -> through.find("one.sql"));
            assertUnreachable(() -> through.open("one.sql", 0).close());
            assertUnreachable(through::list);
        }
    }

    @Test
    void aPortWhereNobodyListensIsUnreachable() throws IOException {
        int port = wire.port();
        wire.close();
        try (RemoteStore nowhere = through(port, PATIENT)) {
            assertUnreachable(nowhere::check);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void contentThatBreaksOffIsAnErrorAndNotAShortFile(boolean stall) throws IOException {
        store.put("one.sql", file(SEVERAL_PIECES, 1), Progress.NONE);
        try (RemoteStore through = through(wire.port(), BRIEF)) {
            wire.spoil(stall ? FaultyWire.Trouble.stallDown(300_000) : FaultyWire.Trouble.cutDown(300_000), ALWAYS);
            try (InputStream in = through.open("one.sql", 0)) {
                assertThrows(IOException.class, in::readAllBytes);
            }
        }
        assertEquals(SEVERAL_PIECES - 200_000, read("one.sql", 200_000).length);
    }

    protected static Fault assertUnreachable(Executable call) {
        Fault fault = assertThrows(Fault.class, call);
        assertEquals(ErrorCode.DESTINATION_UNREACHABLE, fault.code(), fault.getMessage());
        return fault;
    }

    /** Seen by another way than the one that is spoilt. */
    protected void assertNothingHalfMade() throws IOException {
        assertEquals(Optional.empty(), store.find("one.sql"));
        assertEquals(List.of(), store.list());
    }
}
