package org.safeward.restore.preview;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * To whom a preview on this node has named which functions, for an hour: who has just looked at a preview need not send its digest back.
 * Whoever asks another node, or after a restart, has to. Thread-safe.
 */
@ApplicationScoped
public class ShownFunctions {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int MOST = 1000;

    private final InstantSource clock;
    private final Map<Shown, Instant> shown = new LinkedHashMap<>();

    private record Shown(String caller, String digest) {}

    public ShownFunctions() {
        this(InstantSource.system());
    }

    ShownFunctions(InstantSource clock) {
        this.clock = clock;
    }

    synchronized void note(String caller, LoadedCode code) {
        Shown now = new Shown(caller, code.digest());
        shown.remove(now);
        shown.put(now, clock.instant());
        if (shown.size() > MOST) {
            shown.remove(shown.keySet().iterator().next());
        }
    }

    /** The digests of what was named to this caller. */
    public synchronized Set<String> to(String caller) {
        Instant now = clock.instant();
        // Also what a clock that was put back would keep for ever.
        shown.values().removeIf(when -> when.isAfter(now) || when.plus(KEPT).isBefore(now));
        Set<String> digests = new HashSet<>();
        shown.keySet().stream().filter(one -> one.caller().equals(caller)).forEach(one -> digests.add(one.digest()));
        return digests;
    }
}
