package org.safeward.access.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.access.Newcomers;
import org.safeward.access.RawRequest;
import org.safeward.server.Answer;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** Answers that take long end when the credentials that they were given for do. */
@OnEveryServer
class StillAllowedIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final int SECONDS = 15;

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Newcomers newcomers;

    @BeforeAll
    static void start() {
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(folder.resolve("live.db"))
                .with("safeward.jwt.lifetime", "20s")
                .start();
        newcomers = new Newcomers(server.api());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<InputStream> open(String path, String header, String credential)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/api/" + path))
                .header(header, credential)
                .build();
        HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
        assertEquals(200, response.statusCode());
        return response;
    }

    /** Completes when the stream does. */
    private static CompletableFuture<Void> followed(String header, String credential) throws Exception {
        InputStream events = open("backup/events", header, credential).body();
        return CompletableFuture.runAsync(() -> {
            try (events) {
                events.readAllBytes();
            } catch (IOException e) {
                // Broken off: it has ended, too.
                return;
            }
        });
    }

    private static CompletableFuture<Void> byKey(String key) throws Exception {
        return followed("X-API-Key", key);
    }

    private static CompletableFuture<Void> byLogin(String name) throws Exception {
        return followed("Authorization", "Bearer " + newcomers.login(name));
    }

    private static JsonObject change(String field, String value) {
        return Json.createObjectBuilder().add(field, value).build();
    }

    private static void done(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
    }

    private static int idOfNewestKey() {
        return server.api()
                .get("auth/api-keys")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getInt("id");
    }

    @Test
    void anEventStreamEndsWithWhatItWasOpenedBy() throws Exception {
        Map<String, CompletableFuture<Void>> streams = new LinkedHashMap<>();
        CompletableFuture<Void> good = byKey(SafewardServer.API_KEY);
        CompletableFuture<Void> alsoGood = byKey(newcomers.newKey("good", "VIEWER", null));

        streams.put("a revoked key", byKey(newcomers.newKey("revoked", "VIEWER", null)));
        done(server.api().delete("auth/api-keys/" + idOfNewestKey()));
        streams.put(
                "an expired key",
                byKey(newcomers.newKey("expired", "VIEWER", Instant.now().plusSeconds(3))));
        for (String what : new String[] {"disabled", "renewed", "deleted", "demoted"}) {
            long id = newcomers.newUser(what, "OPERATOR");
            streams.put("a user who is " + what, byLogin(what));
            String user = "auth/users/" + id;
            done(
                    switch (what) {
                        case "disabled" ->
                            server.api()
                                    .put(
                                            user,
                                            Json.createObjectBuilder()
                                                    .add("enabled", false)
                                                    .build());
                        case "renewed" -> server.api().put(user, change("password", "quite another one"));
                        case "deleted" -> server.api().delete(user);
                        default -> server.api().put(user, change("role", "VIEWER"));
                    });
        }
        newcomers.newUser("late", "VIEWER");
        streams.put("a token that ends", byLogin("late"));

        for (Map.Entry<String, CompletableFuture<Void>> stream : streams.entrySet()) {
            try {
                stream.getValue().get(SECONDS + 15, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("the stream of " + stream.getKey() + " goes on", e);
            }
        }
        assertFalse(good.isDone(), "of the key that is still good");
        assertFalse(alsoGood.isDone(), "of the other key that is still good");
    }

    @Test
    void aDownloadBreaksOffWithItsKey() throws Exception {
        fill(folder.resolve("live.db"));
        Answer made = server.api().post("backup/create");
        done(made);
        String key = newcomers.newKey("loader", "OPERATOR", null);
        int id = idOfNewestKey();
        String path = "backup/download/" + made.data().getInt("id");
        long size = made.data().getJsonNumber("file_size").longValue();
        try (InputStream whole = open(path, "X-API-Key", key).body()) {
            assertEquals(size, whole.readAllBytes().length);
        }
        try (InputStream broken = open(path, "X-API-Key", key).body()) {
            assertTrue(broken.readNBytes(100_000).length == 100_000);
            done(server.api().delete("auth/api-keys/" + id));
            Thread.sleep(3000);
            assertThrows(IOException.class, broken::readAllBytes);
        }
    }

    /** Much more than the buffers between a server and its client hold. */
    private static void fill(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE noise(bytes BLOB)");
            for (int i = 0; i < 40; i++) {
                statement.executeUpdate("INSERT INTO noise VALUES (randomblob(1000000))");
            }
        }
    }

    @Test
    void anUploadThatOutlivesItsKeyRestoresNothing() throws Exception {
        String key = newcomers.newKey("sender", "ADMIN", null);
        int id = idOfNewestKey();
        String form = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.sql\"\r\n\r\n"
                + "CREATE TABLE t(a);\r\n";
        String end = "--x--\r\n";
        for (String path : new String[] {"upload-restore", "uploads"}) {
            try (RawRequest request = new RawRequest(server.port())) {
                request.send(RawRequest.head(
                                "POST",
                                "/api/backup/" + path,
                                "X-API-Key: "
                                        + (path.equals("uploads") ? newcomers.newKey("sender-2", "ADMIN", null) : key),
                                "Content-Type: multipart/form-data; boundary=x",
                                "Content-Length: " + (form.length() + end.length()))
                        + form);
                Thread.sleep(1000);
                done(server.api().delete("auth/api-keys/" + (path.equals("uploads") ? idOfNewestKey() : id)));
                String answer = request.send(end).answer(Duration.ofSeconds(20));
                assertTrue(answer.startsWith("HTTP/1.1 401"), answer);
            }
        }
        assertEquals(
                0,
                server.api().get("backup/uploads").data().getJsonArray("list").size());
        assertTrue(server.api()
                .get("backup/jobs?kind=restore")
                .data()
                .getJsonArray("list")
                .isEmpty());
    }
}
