package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.safeward.store.remote.Progress;

/** Who is told, who is ended, and who waits for whom. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class PartsInFlightTest {
    private static final int PART_BYTES = 1 << 20;
    private static final int PARTS = 12;
    private static final int PIECE_BYTES = 1 << 13;

    private final AtomicInteger next = new AtomicInteger();
    private final AtomicLong handedOver = new AtomicLong();
    private final Set<Thread> lanes = ConcurrentHashMap.newKeySet();

    @AfterEach
    void nobodyIsOnTheWayAnyMore() throws InterruptedException {
        long there = handedOver.get();
        for (Thread lane : lanes) {
            lane.join(1000);
            assertFalse(lane.isAlive(), lane.getName());
        }
        assertEquals(there, handedOver.get());
    }

    /** As a request reads its body: the progress is told of each read, an interrupt is seen after it. */
    private void sendAll(PartsInFlight.Lane lane) throws IOException {
        lanes.add(Thread.currentThread());
        while (next.getAndIncrement() < PARTS) {
            sendOne(lane.part(PART_BYTES));
        }
    }

    private void sendOne(Progress progress) throws IOException {
        for (long sent = PIECE_BYTES; sent <= PART_BYTES; sent += PIECE_BYTES) {
            handedOver.addAndGet(PIECE_BYTES);
            progress.sent(sent);
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("a lane was interrupted");
            }
        }
    }

    @Test
    void theCallerIsToldOfAllBytesOfAllParts() throws IOException {
        List<Long> told = new ArrayList<>();
        Set<Thread> tellers = ConcurrentHashMap.newKeySet();
        new PartsInFlight(bytes -> {
                    told.add(bytes);
                    tellers.add(Thread.currentThread());
                })
                .run(this::sendAll);
        assertEquals((long) PARTS * PART_BYTES, told.get(told.size() - 1));
        assertEquals(told.stream().sorted().toList(), told);
        assertEquals(Set.of(Thread.currentThread()), tellers);
    }

    /** All have to be there before any goes on. */
    @Test
    void severalPartsAreOnTheirWayAtOnce() throws IOException {
        CountDownLatch all = new CountDownLatch(PartsInFlight.MOST);
        new PartsInFlight(Progress.NONE).run(lane -> sendAll(lane, all));
        assertEquals(0, all.getCount());
        assertEquals(PartsInFlight.MOST, lanes.size());
    }

    private void sendAll(PartsInFlight.Lane lane, CountDownLatch all) throws IOException {
        lanes.add(Thread.currentThread());
        sendOne(lane.part(PART_BYTES));
        all.countDown();
        try {
            all.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Test
    void aPieceThatIsSentAgainIsTakenOffAndToldAgain() throws IOException {
        List<Long> told = new ArrayList<>();
        new PartsInFlight(told::add).run(lane -> {
            Progress part = lane.part(500_000);
            part.sent(400_000);
            part.sent(PIECE_BYTES);
            part.sent(500_000);
        });
        assertEquals(List.of(400_000L, (long) PIECE_BYTES, 500_000L), told);
    }

    @Test
    void whatTheProgressThrowsComesToTheCallerAsItIs() {
        RuntimeException enough = new IllegalStateException("enough");
        assertSame(
                enough,
                assertThrows(
                        IllegalStateException.class,
                        () -> new PartsInFlight(bytes -> {
                                    if (bytes > PART_BYTES * 3L) {
                                        throw enough;
                                    }
                                })
                                .run(this::sendAll)));
        assertTrue(handedOver.get() < (long) PARTS * PART_BYTES, "the lanes were ended");
    }

    @Test
    void anInterruptWhileTheProgressIsToldEndsAllAndStays() {
        Thread caller = Thread.currentThread();
        try {
            assertThrows(
                    InterruptedIOException.class,
                    () -> new PartsInFlight(bytes -> {
                                if (bytes > PART_BYTES * 3L) {
                                    caller.interrupt();
                                }
                            })
                            .run(this::sendAll));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
        }
    }

    /** The last byte of the last part, when no lane has anything more to say. */
    @Test
    void anInterruptWithTheLastByteIsHeededToo() {
        Thread caller = Thread.currentThread();
        try {
            assertThrows(
                    InterruptedIOException.class,
                    () -> new PartsInFlight(bytes -> {
                                if (bytes == (long) PARTS * PART_BYTES) {
                                    caller.interrupt();
                                }
                            })
                            .run(this::sendAll));
        } finally {
            assertTrue(Thread.interrupted(), "the interrupt is still to be seen");
        }
    }

    @Test
    void whatOneLaneThrowsEndsTheOthersAndComesToTheCallerAsItIs() {
        IOException lost = new IOException("lost");
        assertSame(
                lost,
                assertThrows(
                        IOException.class,
                        () -> new PartsInFlight(Progress.NONE).run(lane -> {
                            lanes.add(Thread.currentThread());
                            if (lanes.size() == 2) {
                                throw lost;
                            }
                            sendAll(lane);
                        })));
    }

    @Test
    void anErrorInALaneIsNotWaitedForForEver() {
        Error error = new StackOverflowError();
        IOException told = assertThrows(
                IOException.class,
                () -> new PartsInFlight(Progress.NONE).run(lane -> {
                    throw error;
                }));
        assertSame(error, told.getCause());
    }

    /** Whoever is told keeps a pace by waiting: no lane runs away from it, and no second one begins. */
    @Test
    void aPaceBindsWhatIsSent() throws IOException {
        AtomicLong most = new AtomicLong();
        next.set(PARTS - 4);
        new PartsInFlight(bytes -> {
                    waitMillis(25);
                    most.accumulateAndGet(handedOver.get() - bytes, Math::max);
                })
                .run(this::sendAll);
        assertEquals(1, lanes.size());
        assertTrue(most.get() <= 1 << 17, most + " bytes ahead");
    }

    private static void waitMillis(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
