package org.safeward.openapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.age.Recipients;
import org.safeward.beans.CatalogFile;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.schedule.Schedules;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** The running server has every endpoint that its description has, and what it answers is as described. */
@OnEveryServer
class OpenApiIT {
    private static final KeyPair KEYS = KeyPair.make();

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Description description;
    private static final List<String> wrong = new ArrayList<>();
    private static final Set<String> seen = new TreeSet<>();

    @BeforeAll
    static void start() throws IOException {
        SmallDatabase live = SmallDatabase.create(folder.resolve("live.db"));
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live.file())
                .with("safeward.mode", "development")
                .withFaults()
                .with("safeward.databases", "default,nowhere")
                .with("safeward.destinations", "nas,vault")
                .with(
                        "safeward.destination.vault.url",
                        Files.createDirectory(folder.resolve("vault")).toUri())
                .with("safeward.destination.vault.recipients", KEYS.publicKey())
                .with("safeward.destination.vault.databases", "nowhere")
                .with("safeward.destination.nas.url", folder.toUri())
                // No copy on its way keeps a backup from being removed.
                .with("safeward.destination.nas.databases", "nowhere")
                .start();
        description = new Description(server.api().get("openapi").json());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Api api() {
        return server.api().inEnglish();
    }

    @Test
    void servesItsDescriptionInBothFormsToThoseWhoAreKnown() {
        Answer json = api().get("openapi");
        assertEquals(OpenApiDocument.of("/api"), json.json());
        assertTrue(json.header("Content-Type").startsWith("application/json"), json.header("Content-Type"));
        Answer yaml = api().with("Accept", "application/yaml").get("openapi");
        assertEquals(OpenApiDocument.of("/api").toString(), yaml.text());
        assertTrue(yaml.header("Content-Type").startsWith("application/yaml"), yaml.header("Content-Type"));
        assertEquals(401, api().anonymous().get("openapi").status());
    }

    /** Nobody may do anything with these requests; but what is there refuses them otherwise than what is not. */
    @Test
    void hasEveryEndpointThatItDescribes() {
        for (Description.Documented operation : description.operations()) {
            String path = operation.path().substring(1).replaceAll("\\{[^}]*}", "999999");
            if (path.endsWith("events")) {
                continue; // It has no end; its role is asked for elsewhere.
            }
            String method = operation.method().toUpperCase(java.util.Locale.ROOT);
            String body = method.equals("GET") || method.equals("DELETE") ? "" : "[]";
            Answer answer =
                    api().with("Content-Type", "application/json").send(method, path, BodyPublishers.ofString(body));
            assertNotEquals(405, answer.status(), operation.name());
            assertTrue(!answer.text().contains("UNKNOWN_PATH"), operation.name() + ": " + answer.text());
            check(operation, answer);
        }
        assertEquals(List.of(), wrong);
    }

    @Test
    void answersAsItDescribes() throws IOException {
        reading("health", "health/started", "databases", "databases?inspect=false", "backup/status", "backup/config");
        JsonObject backup = ok("POST", "backup/create", "{\"reason\": \"described\"}");
        long id = backup.getInt("id");
        HeldJobs jobs = new HeldJobs(server);
        long job = HeldJobs.started(checked(
                "POST", "backup/create", api().with("Prefer", "respond-async").post("backup/create", "{}")));
        jobs.awaitEnd(job);
        reading(
                "backup/list",
                "backup/list?type=auto&page=2",
                "backup/records/" + id,
                "backup/records/" + id + "/manifest",
                "backup/jobs",
                "backup/jobs?kind=backup&state=completed&database=default",
                "backup/jobs/" + job,
                "backup/retention/preview?backup_max_count=1",
                "backup/config/preview?cron=30%204%20*%20*%201-5&timezone=Asia%2FShanghai",
                "backup/restore/preview?record_id=" + id,
                "backup/restore/preview?target=beside.db&record_id=" + id,
                "backup/status",
                "health");
        looks(id, jobs);
        ok("PUT", "backup/records/" + id + "/pin", "");
        ok("DELETE", "backup/records/" + id + "/pin", "");
        ok("POST", "backup/records/" + id + "/ticket", "");
        ok("POST", "backup/records/" + strange() + "/acknowledge", "");
        done(
                "PUT",
                "backup/config",
                Schedules.config("default", "0 3 * * *").build().toString());
        reading("backup/restore/undo");
        done("POST", "backup/restore", "{\"record_id\": " + id + "}");
        reading("backup/restore/undo");
        done("POST", "backup/restore/undo", "");
        done("POST", "backup/cancel", "{}");
        ok("POST", "backup/adopt", "{}");
        String directory = api().get("backup/status").data().getString("backup_dir");
        JsonObject store =
                Json.createObjectBuilder().add("directory", directory).build();
        assertEquals(
                "in_order", ok("POST", "backup/stores/accept", store.toString()).getString("state"));
        uploads(Path.of(backup.getString("file_path")));
        whoeverComes();
        elsewhere();
        keys(id);
        done("DELETE", "backup/records/" + id, "");
        reading("backup/list?trash=true");
        ok("POST", "backup/records/" + id + "/untrash", "");
        reading("audit?page_size=100", "metrics", "openapi");
        checked("POST", "admin/maintenance", api().post("admin/maintenance", "{\"action\": \"clear-cache\"}"));
        checked("POST", "admin/maintenance", api().post("admin/maintenance", "{\"action\": \"restart\"}"));
        checked("POST", "admin/maintenance", api().post("admin/maintenance", "{\"action\": \"backup\"}"));
        checked(
                "POST",
                "admin/maintenance",
                api().with("Prefer", "respond-async").post("admin/maintenance", "{\"action\": \"backup\"}"));
        reading("admin/maintenance");
        assertEquals(List.of(), wrong);
        // Every one, but for the file and the stream, which are no JSON, and for what a new installation alone may do.
        Set<String> unseen = new TreeSet<>(description.operations().stream()
                .map(Description.Documented::name)
                .toList());
        unseen.removeAll(seen);
        assertEquals(Set.of("GET backup/download/{id}", "GET backup/events", "POST takeover"), unseen);
    }

    /** A backup of a database that has lost nearly all its rows. */
    private static int strange() {
        SmallDatabase live = new SmallDatabase(folder.resolve("live.db"));
        live.execute(
                "INSERT INTO note (text) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                        + " SELECT 'note ' || i FROM n");
        ok("POST", "backup/create", "{}");
        live.execute("DELETE FROM note WHERE id > 5");
        return ok("POST", "backup/create", "{}").getInt("id");
    }

    private static void looks(long id, HeldJobs jobs) {
        ok("POST", "backup/drills", "{\"record_id\": " + id + "}");
        reading("backup/status", "databases?inspect=false");
        reading("backup/drills", "backup/compare?differing=true&left=" + id + "&right=" + id);
        String request = "{\"left\": " + id + ", \"right\": \"live\"}";
        Answer accepted = checked("POST", "backup/compare", api().post("backup/compare", request));
        long job = HeldJobs.started(accepted);
        jobs.awaitEnd(job);
        reading("backup/compare/" + job);
        done("POST", "backup/drills/cancel", "");
        done("POST", "backup/compare/cancel", "");
    }

    private static void elsewhere() {
        ok("POST", "destinations/nas/test", "");
        ok("POST", "destinations/nas/fill", "");
        reading("destinations", "destinations/nas", "destinations/nas/fill", "destinations/nas/backups");
        ok("POST", "destinations/nas/adopt", "{}");
        done("POST", "backup/copies/cancel", "{\"destination\": \"nas\"}");
        checked("GET", "takeover", api().get("takeover?destination=nas"));
        checked("POST", "takeover", api().post("takeover", "{\"destination\": \"nas\"}"));
        reading("recovery-sheet");
        ok("POST", "recovery-sheet/keypair", "");
        refused(404, "GET", "destinations/nowhere", api().get("destinations/nowhere"));
    }

    /** Of copies that stand in the catalog alone, but for one that is to be opened. */
    private static void keys(long id) throws IOException {
        try (var sealed = new EncryptedStream(
                Files.newOutputStream(folder.resolve("vault/x.age")), Recipients.parse(KEYS.publicKey()))) {
            sealed.write(new byte[10]);
            sealed.finish();
        }
        String sql =
                "INSERT INTO backup_copy (record_id, destination, name, state, file_size, sha256, encrypted, created_at, attempts)"
                        + " VALUES (?, ?, 'x.age', 'GOOD', 1, 'x', TRUE, 1, 0)";
        CatalogFile catalog = new CatalogFile(server.home());
        catalog.change(sql, id, "old");
        catalog.change(sql, id, "vault");
        reading("destinations", "destinations/old/gone", "destinations/vault/reencrypt", "recipients");
        done("DELETE", "destinations/old", "");
        ok("POST", "recipients/show", "{\"identity\": \"" + KEYS.secretKey() + "\"}");
        reading("recipients");
        ok("POST", "destinations/vault/reencrypt", "{}");
        ok("DELETE", "destinations/vault/reencrypt", "");
        String key = "ab".repeat(32);
        catalog.change("INSERT INTO trusted_key VALUES (?, 1700000000000, 'erna')", key);
        reading("trusted-keys");
        done("DELETE", "trusted-keys/" + key, "");
        catalog.change("DELETE FROM backup_copy WHERE destination = 'vault'");
    }

    private static void uploads(Path backup) throws IOException {
        Path file = Files.copy(backup, folder.resolve("copy.sql.zip"));
        Answer held = checked("POST", "backup/uploads", api().upload("backup/uploads", file));
        String upload = held.data().getString("upload_id");
        reading("backup/uploads", "backup/uploads/" + upload, "backup/restore/preview?upload_id=" + upload);
        done("DELETE", "backup/uploads/" + upload, "");
        checked("POST", "backup/upload-restore", api().upload("backup/upload-restore", file));
        Path text = Files.writeString(folder.resolve("a.txt"), "no script");
        refused(400, "POST", "backup/upload-restore", api().upload("backup/upload-restore", text));
        Path broken = Files.writeString(folder.resolve("broken.zip"), "no ZIP");
        refused(422, "POST", "backup/uploads", api().upload("backup/uploads", broken));
    }

    private static void whoeverComes() throws IOException {
        JsonObject user = ok("POST", "auth/users", user("ada"));
        refused(409, "POST", "auth/users", api().post("auth/users", user("ada")));
        refused(400, "POST", "auth/users", api().post("auth/users", "{\"name\": \"Ada\"}"));
        Answer session = checked(
                "POST", "auth/login", api().anonymous().post("auth/login", login("ada", "the password of ada")));
        refused(401, "POST", "auth/login", api().anonymous().post("auth/login", login("ada", "another one")));
        Api ada = api().anonymous()
                .with("Authorization", "Bearer " + session.data().getString("token"));
        checked("GET", "auth/me", ada.get("auth/me"));
        checked("POST", "auth/renew", ada.post("auth/renew"));
        refused(403, "POST", "auth/renew", api().post("auth/renew"));
        refused(403, "DELETE", "backup/records/1", ada.delete("backup/records/1"));
        refused(403, "POST", "admin/maintenance", ada.post("admin/maintenance", "{\"action\": \"backup\"}"));
        checked(
                "PUT",
                "auth/password",
                ada.put(
                        "auth/password",
                        Json.createObjectBuilder()
                                .add("old_password", "the password of ada")
                                .add("new_password", "the next password of ada")
                                .build()));
        int id = user.getInt("id");
        reading("auth/users", "auth/users/" + id, "auth/me");
        ok("PUT", "auth/users/" + id, "{\"enabled\": false}");
        done("DELETE", "auth/users/" + id, "");
        JsonObject key = ok("POST", "auth/api-keys", "{\"name\": \"reader\", \"role\": \"VIEWER\"}");
        reading("auth/api-keys");
        done("DELETE", "auth/api-keys/" + key.getInt("id"), "");
    }

    @Test
    void refusesAsItDescribes() {
        refused(404, "GET", "backup/records/999", api().get("backup/records/999"));
        refused(400, "GET", "backup/records/x", api().get("backup/records/x"));
        refused(400, "GET", "backup/list", api().get("backup/list?page=0&type=none"));
        refused(404, "GET", "backup/status", api().get("backup/status?database=nope"));
        refused(400, "GET", "backup/jobs", api().get("backup/jobs?kind=none"));
        refused(404, "GET", "backup/jobs", api().get("backup/jobs?database=nope"));
        refused(404, "GET", "backup/jobs/999", api().get("backup/jobs/999"));
        refused(404, "GET", "backup/download/999", api().get("backup/download/999"));
        refused(404, "POST", "backup/records/999/ticket", api().post("backup/records/999/ticket"));
        refused(401, "GET", "backup/download/999", api().anonymous().get("backup/download/999?ticket=nobody-has-it"));
        refused(404, "POST", "backup/restore", api().post("backup/restore", "{\"record_id\": 999}"));
        refused(400, "POST", "backup/restore", api().post("backup/restore", "{}"));
        refused(503, "POST", "backup/create", api().post("backup/create", "{\"database\": \"nowhere\"}"));
        refused(400, "POST", "backup/create", api().post("backup/create", "{"));
        refused(400, "POST", "backup/stores/accept", api().post("backup/stores/accept", "{\"directory\": \"/etc\"}"));
        refused(
                415,
                "POST",
                "backup/create",
                api().with("Content-Type", "text/plain").post("backup/create", "{}"));
        refused(401, "GET", "backup/list", api().anonymous().get("backup/list"));
        refused(
                401,
                "GET",
                "metrics",
                api().anonymous().with("X-API-Key", "a wrong key").get("metrics"));
        refused(
                401,
                "GET",
                "databases",
                api().anonymous().with("Authorization", "Bearer x.y.z").get("databases"));
        refused(400, "GET", "backup/config/preview", api().get("backup/config/preview?cron=x"));
        refused(400, "POST", "admin/maintenance", api().post("admin/maintenance", "{\"action\": \"sing\"}"));
        refused(401, "POST", "admin/maintenance", api().anonymous().post("admin/maintenance", "{}"));
        assertEquals(List.of(), wrong);
    }

    private static String user(String name) {
        return "{\"name\": \"" + name + "\", \"role\": \"OPERATOR\", \"password\": \"the password of " + name + "\"}";
    }

    private static String login(String name, String password) {
        return "{\"username\": \"" + name + "\", \"password\": \"" + password + "\"}";
    }

    private static void reading(String... paths) {
        for (String path : paths) {
            Answer answer = checked("GET", path, api().get(path));
            assertEquals(200, answer.status(), path + ": " + answer.text());
        }
    }

    /** @return the data of a success */
    private static JsonObject ok(String method, String path, String body) {
        Answer answer = sent(method, path, body);
        assertEquals(200, answer.status(), path + ": " + answer.text());
        return answer.data();
    }

    private static void done(String method, String path, String body) {
        Answer answer = sent(method, path, body);
        assertEquals(200, answer.status(), path + ": " + answer.text());
        assertTrue(answer.hasNullData(), answer.text());
    }

    private static Answer sent(String method, String path, String body) {
        Api api = body.isEmpty() ? api() : api().with("Content-Type", "application/json");
        return checked(method, path, api.send(method, path, BodyPublishers.ofString(body)));
    }

    private static void refused(int status, String method, String path, Answer answer) {
        assertEquals(status, answer.status(), path + ": " + answer.text());
        checked(method, path, answer);
    }

    private static Answer checked(String method, String path, Answer answer) {
        check(description.operation(method, "/" + path.replaceAll("\\?.*", "")), answer);
        return answer;
    }

    private static void check(Description.Documented operation, Answer answer) {
        String told = operation.name() + " " + answer.status() + " ";
        String type = answer.header("Content-Type").replaceAll(";.*", "");
        JsonObject response = description.response(operation, answer.status());
        var content = description.content(response, type);
        if (content.isEmpty()) {
            wrong.add(told + "has the type " + type + ", described is " + response.get("content"));
        } else if (type.equals("application/json")) {
            description
                    .objections(content.get().get("schema"), answer.text())
                    .forEach(objection -> wrong.add(told + objection + " in " + answer.text()));
        }
        boolean onlyAccepts = !operation.operation().getJsonObject("responses").containsKey("200");
        if (answer.status() == (onlyAccepts ? 202 : 200)) {
            seen.add(operation.name());
        }
    }
}
