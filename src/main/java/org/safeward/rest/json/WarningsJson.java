package org.safeward.rest.json;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import java.util.List;
import org.safeward.fault.Messages;
import org.safeward.fault.Warning;

/** Warnings as clients see them: a stable code, what it is about, and in the reader's language what it means and what to do. */
public final class WarningsJson {
    private WarningsJson() {}

    public static JsonArray of(List<Warning> warnings, Messages messages) {
        JsonArrayBuilder all = Json.createArrayBuilder();
        for (Warning warning : warnings) {
            all.add(Json.createObjectBuilder()
                    .add("code", warning.code())
                    .add("object", warning.object())
                    .add("message", messages.message(warning))
                    .add("hint", messages.hint(warning)));
        }
        return all.build();
    }
}
