package org.safeward.access;

import java.util.Map;

/** What a request shows of itself, by a name for messages: headers, or a query. */
record Shown(String name, Map<String, String> headers, String query) {
    static Shown token(String name, String token) {
        return new Shown(name, Map.of("Authorization", "Bearer " + token), "");
    }

    static Shown key(String name, String key) {
        return new Shown(name, Map.of("X-API-Key", key), "");
    }
}
