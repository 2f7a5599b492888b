package org.safeward.access.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.safeward.fault.Fault;

class HashingSlotsTest {
    private final HashingSlots slots = new HashingSlots();

    @Test
    void aThousandAtOnceAreAFewAndTheOthersAreToldToWait() {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        List<CompletableFuture<Void>> all = new ArrayList<>();
        HashingSlots.Slot held = slots.take("a");
        java.util.concurrent.ExecutorService threads = java.util.concurrent.Executors.newFixedThreadPool(50);
        try {
            for (int i = 0; i < 50; i++) {
                all.add(CompletableFuture.runAsync(
                        () -> {
                            try (HashingSlots.Slot slot = slots.take("a")) {
                                done.incrementAndGet();
                            } catch (Fault e) {
                                refused.incrementAndGet();
                            }
                        },
                        threads));
            }
            org.safeward.fixture.Waiting.until(java.time.Duration.ofSeconds(3), () -> refused.get() + done.get() >= 48);
            held.close();
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
        assertEquals(50, refused.get() + done.get());
        assertTrue(refused.get() >= 40, refused + " refused");
    }

    @Test
    void aNetworkThatAsksTooOftenLeavesPlacesToOthers() {
        List<HashingSlots.Slot> held = new ArrayList<>();
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        for (int i = 0; i < Math.min(most, 3); i++) {
            held.add(slots.take("a"));
        }
        held.forEach(HashingSlots.Slot::close);
        slots.take("b").close();
        for (int i = 0; i < 1000; i++) {
            slots.take("a").close();
        }
    }

    @Test
    void whoWaitsTooLongGivesItsPlaceBack() {
        int most = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        List<HashingSlots.Slot> held = new ArrayList<>();
        for (int i = 0; i < most; i++) {
            held.add(slots.take("network " + i));
        }
        assertThrows(Fault.class, () -> slots.take("late"));
        held.forEach(HashingSlots.Slot::close);
        slots.take("late").close();
    }
}
