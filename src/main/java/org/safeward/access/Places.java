package org.safeward.access;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Where accounts have come in with their right passwords since the start; the longest unused are forgotten. Thread-safe. */
final class Places {
    private static final int MOST = 10_000;

    private final Set<Place> places = Collections.newSetFromMap(new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Boolean> eldest) {
            return size() > MOST;
        }
    });

    /** An account, and a network that it came from. */
    record Place(String account, String network) {}

    synchronized boolean has(Place place) {
        return places.contains(place);
    }

    synchronized void add(Place place) {
        places.add(place);
    }
}
