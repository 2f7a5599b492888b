package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import java.time.Instant;
import org.safeward.server.Answer;
import org.safeward.server.Api;

/** Makes users and keys as an administrator does, and logs in. */
public final class Newcomers {
    private final Api api;

    public Newcomers(Api api) {
        this.api = api;
    }

    /** @param expires null for never */
    public String newKey(String name, String role, Instant expires) {
        var body = Json.createObjectBuilder().add("name", name).add("role", role);
        if (expires != null) {
            body.add("expires_at", expires.getEpochSecond());
        }
        Answer answer = api.post("auth/api-keys", body.build());
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getString("key");
    }

    public long newUser(String name, String role) {
        Answer answer = api.post(
                "auth/users",
                Json.createObjectBuilder()
                        .add("name", name)
                        .add("role", role)
                        .add("password", "the password of " + name)
                        .build());
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getInt("id");
    }

    public String login(String name) {
        Answer answer = api.anonymous()
                .post(
                        "auth/login",
                        Json.createObjectBuilder()
                                .add("username", name)
                                .add("password", "the password of " + name)
                                .build());
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getString("token");
    }
}
