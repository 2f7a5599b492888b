package org.safeward.destinations.reach;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.safeward.fault.Fault;

/** How many bytes places can still take. What they said is kept for a while; who asks is never kept waiting for one that does not answer. */
@ApplicationScoped
public class FreeSpace {
    private static final Logger LOG = System.getLogger(FreeSpace.class.getName());
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final Duration FRESH = Duration.ofMinutes(1);
    private static final Duration KNOWN = Duration.ofHours(1);

    private final Questions<Void> questions = new Questions<>("safeward-free-space");
    private final Map<String, Said> said = new ConcurrentHashMap<>();

    /** A place that can be asked; its answer is empty when it does not say. */
    public record Place(String name, Asking asking) {}

    /** The question itself, which may take as long as it wants. */
    @FunctionalInterface
    public interface Asking {
        OptionalLong free() throws IOException;
    }

    private record Said(OptionalLong free, long nanos) {
        boolean within(Duration age) {
            return System.nanoTime() - nanos < age.toNanos();
        }
    }

    /** Asks all that have not answered lately, and waits a second for all of them together. */
    public void ask(Collection<Place> places) {
        List<Future<Void>> answers = new ArrayList<>();
        for (Place place : places) {
            Said last = said.get(place.name());
            if (last == null || !last.within(FRESH)) {
                answers.add(questions.ask(place.name(), () -> {
                    note(place);
                    return null;
                }));
            }
        }
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        answers.forEach(answer -> await(answer, deadline));
    }

    /** Whether it has answered when it was last asked, be it that it does not say; false for one whose answer is still waited for. */
    public boolean answers(String place) {
        Said last = said.get(place);
        return last != null && last.within(FRESH);
    }

    /** What it said is no longer so: it is asked again next time. */
    public void forget(String place) {
        said.remove(place);
    }

    /** Empty when it does not say, or has not answered for long. */
    public OptionalLong of(String place) {
        Said last = said.get(place);
        return last != null && last.within(KNOWN) ? last.free() : OptionalLong.empty();
    }

    private void note(Place place) {
        OptionalLong free = OptionalLong.empty();
        try {
            free = place.asking().free();
        } catch (IOException | Fault e) {
            // What is wrong with it is found out, and told, by those who have to do something there.
            LOG.log(Level.DEBUG, "what is free in " + place.name() + " cannot be told", e);
        }
        said.put(place.name(), new Said(free, System.nanoTime()));
    }

    private static void await(Future<Void> answer, long deadline) {
        try {
            answer.get(Questions.left(deadline).toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.log(Level.DEBUG, "a place takes its time to say what is free");
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, "what is free in a place cannot be told", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
