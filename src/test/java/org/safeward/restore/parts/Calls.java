package org.safeward.restore.parts;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.safeward.server.Answer;
import org.safeward.server.Api;

/** What a client asks for of one shop's database. */
record Calls(Api api, Shop shop) {

    long backUp() {
        Answer answer = api.post("backup/create", database().build());
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getJsonNumber("id").longValue();
    }

    Answer restore(long record, Optional<String> into, String... tables) {
        return restore(request(record, into, tables));
    }

    Answer restore(JsonObject request) {
        return api.post("backup/restore", request);
    }

    JsonObject request(long record, Optional<String> into, String... tables) {
        JsonObjectBuilder body = database().add("record_id", record);
        if (tables.length > 0) {
            body.add(
                    "tables",
                    Json.createArrayBuilder(
                            List.of(tables).stream().map(shop::table).toList()));
        }
        into.ifPresent(ending -> body.add("into", ending));
        return body.build();
    }

    Answer preview(long record, String more, String... tables) {
        String named = List.of(tables).stream()
                .map(table -> "&tables=" + shop.table(table))
                .collect(Collectors.joining());
        return api.get("backup/restore/preview?record_id=" + record + named + more);
    }

    Answer undo() {
        return api.post("backup/restore/undo", database().build());
    }

    /** The job that an undo would take back, 0 for none. */
    long undoable() {
        JsonObject data = api.get("backup/restore/undo?database=" + shop.name()).data();
        return data.isNull("job_id") ? 0 : data.getJsonNumber("job_id").longValue();
    }

    JsonObject newestJob() {
        return api.get("backup/jobs?database=" + shop.name())
                .data()
                .getJsonArray("list")
                .getJsonObject(0);
    }

    private JsonObjectBuilder database() {
        return Json.createObjectBuilder().add("database", shop.name());
    }
}
