package org.safeward.access;

import jakarta.json.Json;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Optional;
import org.safeward.rest.json.JsonBody;

/** Reads and shows the fields that users and keys have in common. */
public final class AccessFields {
    private static final int MOST_NAME_CHARACTERS = 50;
    private static final int LEAST_PASSWORD_CHARACTERS = 12;
    private static final int MOST_PASSWORD_CHARACTERS = 1000;

    private AccessFields() {}

    /** No colon and no capital: names tell users from keys in the audit, and none looks like another. */
    public static Optional<String> newName(JsonBody json) {
        Optional<String> name = json.required("name", json.text("name", MOST_NAME_CHARACTERS));
        if (name.isPresent() && !name.get().matches("[a-z][a-z0-9._-]*")) {
            json.faults().add("FIELD_NAME", "name", MOST_NAME_CHARACTERS);
        }
        return name;
    }

    public static Optional<Role> role(JsonBody json) {
        Optional<String> name = json.text("role", MOST_NAME_CHARACTERS);
        Optional<Role> role = name.flatMap(Role::of);
        if (name.isPresent() && role.isEmpty()) {
            json.faults().add("FIELD_ONE_OF", "role", "VIEWER, OPERATOR, ADMIN");
        }
        return role;
    }

    public static Optional<Role> requiredRole(JsonBody json) {
        json.required("role", json.text("role", MOST_NAME_CHARACTERS));
        return role(json);
    }

    public static Optional<String> newPassword(String field, JsonBody json) {
        Optional<String> password = json.text(field, MOST_PASSWORD_CHARACTERS);
        if (password.isPresent() && password.get().length() < LEAST_PASSWORD_CHARACTERS) {
            json.faults().add("FIELD_TOO_SHORT", field, LEAST_PASSWORD_CHARACTERS);
        }
        return password;
    }

    public static Optional<String> password(String field, JsonBody json) {
        return json.required(field, json.text(field, MOST_PASSWORD_CHARACTERS));
    }

    public static JsonValue moment(Instant moment) {
        return moment == null ? JsonValue.NULL : Json.createValue(moment.getEpochSecond());
    }
}
