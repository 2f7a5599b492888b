package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** Those who log in to a server, and how they call it then. */
record People(SafewardServer server) {
    Api api() {
        return server.api();
    }

    Api bearing(String token) {
        return api().anonymous().with("Authorization", "Bearer " + token);
    }

    Answer login(String name, String password, String from) {
        JsonObject body = Json.createObjectBuilder()
                .add("username", name)
                .add("password", password)
                .build();
        return api().anonymous().with("X-Forwarded-For", from).post("auth/login", body);
    }

    /** With {@code the password of NAME}. */
    void newUser(String name, String role) {
        JsonObject body = Json.createObjectBuilder()
                .add("name", name)
                .add("role", role)
                .add("password", "the password of " + name)
                .build();
        Answer answer = api().post("auth/users", body);
        assertEquals(200, answer.status(), answer.text());
    }

    static JsonObject passwords(String old, String wanted) {
        return Json.createObjectBuilder()
                .add("old_password", old)
                .add("new_password", wanted)
                .build();
    }
}
