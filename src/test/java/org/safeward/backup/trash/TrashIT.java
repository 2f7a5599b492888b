package org.safeward.backup.trash;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** The trash of a running server. What happens to the files is the matter of {@code TrashTest}. */
@OnEveryServer
class TrashIT {
    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Api api;

    @BeforeAll
    static void start() {
        server = SafewardServer.deployed(folder.resolve("home")).with("safeward.databases", "default,limited");
        for (String name : List.of("default", "limited")) {
            Path live = folder.resolve(name + ".db");
            server.with("safeward.database." + name + ".url", "jdbc:sqlite:" + live);
            SmallDatabase.create(live);
        }
        api = server.start().api();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void aDeletedBackupIsInTheTrashAloneAndComesBack() throws IOException {
        JsonObject made = backup("default");
        String record = "backup/records/" + made.getInt("id");
        Path file = Path.of(made.getString("file_path"));
        byte[] content = Files.readAllBytes(file);

        assertEquals(200, api.delete(record).status());

        assertFalse(Files.exists(file));
        assertEquals(404, api.get(record).status());
        assertEquals(404, api.delete(record).status(), "no request empties the trash");
        assertEquals(404, api.get("backup/download/" + made.getInt("id")).status());
        assertEquals(
                "RECORD_NOT_FOUND",
                api.post("backup/restore", "{\"record_id\": %d}".formatted(made.getInt("id")))
                        .error());
        assertEquals(0, list("database=default").getInt("total"));
        JsonObject thrown =
                list("trash=true&database=default").getJsonArray("list").getJsonObject(0);
        assertEquals(made.getInt("id"), thrown.getInt("id"));
        assertTrue(thrown.getJsonNumber("trashed_at").longValue() > 0);
        assertFalse(thrown.getString("trashed_by").isEmpty());
        assertEquals("BAD_FIELD", api.get("backup/list?trash=perhaps").error());

        Answer back = api.post(record + "/untrash", "");

        assertEquals(200, back.status(), back.text());
        assertTrue(back.data().getBoolean("pinned"));
        assertTrue(back.data().isNull("trashed_at"));
        assertArrayEquals(content, Files.readAllBytes(file));
        assertEquals(0, list("trash=true&database=default").getInt("total"));
        assertEquals(200, api.post(record + "/untrash", "").status(), "it is back already");
        assertEquals(404, api.post("backup/records/999999/untrash", "").status());
    }

    @Test
    void whatALoweredLimitRemovesCanBeBroughtBack() {
        JsonObject first = backup("limited");
        backup("limited");
        JsonObject config = Schedules.config("limited", "0 3 * * *")
                .add("backup_enabled", 0)
                .add("backup_retention", 7)
                .add("backup_max_count", 1)
                .build();
        assertEquals(200, api.put("backup/config", config).status());
        backup("limited");

        JsonObject thrown = list("trash=true&database=limited");
        assertEquals(2, thrown.getInt("total"));
        assertEquals("(retention)", thrown.getJsonArray("list").getJsonObject(0).getString("trashed_by"));
        assertEquals(1, list("database=limited").getInt("total"));
        assertEquals(
                200,
                api.post("backup/records/" + first.getInt("id") + "/untrash", "")
                        .status());
        assertEquals(2, list("database=limited").getInt("total"));
    }

    private static JsonObject backup(String database) {
        Answer answer = api.post("backup/create", "{\"database\": \"" + database + "\"}");
        assertEquals(200, answer.status(), answer.text());
        return answer.data();
    }

    private static JsonObject list(String query) {
        return api.get("backup/list?" + query).data();
    }
}
