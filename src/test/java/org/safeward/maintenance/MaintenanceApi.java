package org.safeward.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.server.Answer;
import org.safeward.server.Api;

/** Calls the maintenance endpoint, and knows the form of its answers. */
record MaintenanceApi(Api api) {
    static final String PATH = "admin/maintenance";

    Answer run(String action) {
        return api.post(PATH, body(action).build());
    }

    Answer restartByForce() {
        return api.post(PATH, body("restart").add("force", true).build());
    }

    static JsonObjectBuilder body(String action) {
        return Json.createObjectBuilder().add("action", action);
    }

    JsonObject look() {
        Answer answer = api.get(PATH);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    /** The contract's fields and these, of their types. */
    static JsonObject assertSuccess(String message, Answer answer, String... more) {
        assertEquals(200, answer.status(), answer.text());
        assertEquals("application/json", answer.header("Content-Type").replaceAll(";.*", ""));
        JsonObject json = answer.json();
        Set<String> fields = Stream.concat(Stream.of("success", "message", "timestamp"), Stream.of(more))
                .collect(Collectors.toSet());
        assertEquals(fields, json.keySet());
        assertTrue(json.getBoolean("success"));
        assertEquals(message, json.getString("message"));
        assertNow(json.getString("timestamp"));
        return json;
    }

    static void assertNow(String timestamp) {
        assertTrue(timestamp.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"), timestamp);
        Duration age = Duration.between(Instant.parse(timestamp), Instant.now()).abs();
        assertTrue(age.compareTo(Duration.ofMinutes(1)) < 0, timestamp);
    }

    /** Without details. */
    static void assertRefused(int status, String error, Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals("{\"error\":\"" + error + "\"}", answer.text());
    }

    /** @return the details */
    static String assertRefusedWithDetails(int status, String error, Answer answer) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals(Set.of("error", "details"), answer.json().keySet(), answer.text());
        assertEquals(error, answer.json().getString("error"));
        assertFalse(((JsonString) answer.json().get("details")).getString().isBlank());
        return answer.json().getString("details");
    }
}
