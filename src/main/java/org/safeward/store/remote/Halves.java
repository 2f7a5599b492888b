package org.safeward.store.remote;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.LinkedHashSet;
import java.util.Set;
import org.safeward.fault.Fault;

/**
 * What the attempts at one put have begun, each under a hidden name of its own. An attempt whose way broke cannot remove its half itself; the one that comes to
 * an end does so. What cannot be removed even then is a {@link Leftover}.
 */
public final class Halves {
    private static final Logger LOG = System.getLogger(Halves.class.getName());

    private final Set<String> begun = new LinkedHashSet<>();

    /** Removes one; one that is not there is none. */
    @FunctionalInterface
    public interface Removal {
        void run(String half) throws IOException;
    }

    public void begin(String half) {
        begun.add(half);
    }

    /** It has got its final name, or was removed. */
    public void end(String half) {
        begun.remove(half);
    }

    /** After the last attempt, which has reached the place. */
    public void remove(Removal removal) {
        for (String half : begun) {
            try {
                removal.run(half);
            } catch (IOException | Fault e) {
                LOG.log(Level.WARNING, "what a broken attempt has left could not be removed: " + half, e);
            }
        }
    }
}
