package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.access.Newcomers;
import org.safeward.beans.CatalogFile;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** Downloads by a link with a ticket, as a browser fetches them. */
@OnEveryServer
class TicketIT {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static Newcomers newcomers;
    private static int record;
    private static byte[] file;
    private static int callers;

    private Api link;

    @BeforeAll
    static void start() throws SQLException, IOException {
        Path live = folder.resolve("live.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE noise(bytes BLOB)");
            // Much more than the buffers between a server and its client hold.
            for (int i = 0; i < 30; i++) {
                statement.executeUpdate("INSERT INTO noise VALUES (randomblob(1000000))");
            }
        }
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live)
                .with("safeward.trusted-proxies", "127.0.0.1")
                // Of these clients none follows a link: a browser would save what the status does not call an error.
                .with("safeward.http-status", "contract")
                .start();
        newcomers = new Newcomers(server.api());
        JsonObject backup = server.api().post("backup/create").data();
        record = backup.getInt("id");
        file = Files.readAllBytes(Path.of(backup.getString("file_path")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Each test from an address of its own: wrong tickets of one would slow down the others. */
    @BeforeEach
    void somebody() {
        link = server.api().anonymous().inEnglish().with("X-Forwarded-For", "192.0.2." + ++callers);
    }

    private static String ticket(Api who) {
        return ticket(who, record);
    }

    private static String ticket(Api who, int record) {
        Answer answer = who.post("backup/records/" + record + "/ticket");
        assertEquals(0, answer.code(), answer.text());
        assertEquals("no-store", answer.header("Cache-Control"));
        return answer.data().getString("ticket");
    }

    private static Api user(String name) {
        return server.api().anonymous().with("Authorization", "Bearer " + newcomers.login(name));
    }

    private Answer shown(String ticket) {
        return link.get("backup/download/" + record + "?ticket=" + ticket);
    }

    private static void change(long user, String field, String value) {
        Answer answer = server.api()
                .put(
                        "auth/users/" + user,
                        Json.createObjectBuilder().add(field, value).build());
        assertEquals(0, answer.code(), answer.text());
    }

    @Test
    void aLinkNeedsNothingElse() throws IOException {
        newcomers.newUser("ada", "OPERATOR");
        String ticket = ticket(user("ada"));
        Path saved = folder.resolve("saved");

        HttpResponse<Path> answer = link.download("backup/download/" + record + "?ticket=" + ticket, saved);

        assertEquals(200, answer.statusCode());
        assertArrayEquals(file, Files.readAllBytes(saved));
        assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"));
        assertEquals(List.of("no-referrer"), answer.headers().allValues("Referrer-Policy"));
        assertTrue(
                answer.headers().firstValue("Content-Disposition").orElseThrow().startsWith("attachment; filename="));
        JsonObject entry = server.api()
                .get("audit?page_size=1&who=ada&action=backup.download")
                .data()
                .getJsonArray("list")
                .getJsonObject(0);
        assertTrue(
                entry.getString("subject").matches("backup/download/" + record + ", by ticket \\d+"), entry.toString());
        assertEquals("done", entry.getString("result"));
        assertTrue(entry.getString("address").startsWith("192.0.2."), entry.toString());
    }

    @Test
    void aPausedDownloadGoesOnLater() {
        String ticket = ticket(server.api());
        assertEquals(
                206,
                link.with("Range", "bytes=0-0")
                        .get("backup/download/" + record + "?ticket=" + ticket)
                        .status());
        made(Duration.ofHours(23), ticket);

        Answer rest = link.with("Range", "bytes=" + (file.length - 10) + "-")
                .get("backup/download/" + record + "?ticket=" + ticket);
        assertEquals(206, rest.status());
        assertEquals(
                "bytes " + (file.length - 10) + "-" + (file.length - 1) + "/" + file.length,
                rest.header("Content-Range"));
        assertEquals("TICKET_INVALID", shown(ticket).error(), "from the beginning");
        made(Duration.ofHours(2), ticket);
        Answer late = link.with("Range", "bytes=10-").get("backup/download/" + record + "?ticket=" + ticket);
        assertEquals("TICKET_INVALID", late.error());
    }

    /** As if it had been made so much earlier. */
    private static void made(Duration earlier, String ticket) {
        long millis = earlier.toMillis();
        int changed = new CatalogFile(server.home())
                .change(
                        "UPDATE download_ticket SET created_at = created_at - ?, begun_at = begun_at - ? WHERE hash = ?",
                        millis,
                        millis,
                        org.safeward.access.apikey.ApiKeySecret.of(ticket));
        assertEquals(1, changed);
    }

    @Test
    void whatIsWrongIsNotTold() {
        int other = server.api().post("backup/create").data().getInt("id");
        String foreign = ticket(server.api(), other);
        String late = ticket(server.api());
        made(Duration.ofSeconds(61), late);
        long user = newcomers.newUser("dora", "OPERATOR");
        String disabled = ticket(user("dora"));
        server.api()
                .put(
                        "auth/users/" + user,
                        Json.createObjectBuilder().add("enabled", false).build());

        Answer rubbish = shown("rubbish");

        assertEquals(401, rubbish.status(), "whatever the setting says: " + rubbish.text());
        assertEquals(2, rubbish.code());
        assertEquals("TICKET_INVALID", rubbish.error());
        assertEquals("The download link is not valid", rubbish.message());
        assertTrue(rubbish.hint().contains("download the backup anew"), rubbish.hint());
        assertEquals(List.of("no-store"), rubbish.headers().allValues("Cache-Control"));
        assertEquals("no-referrer", rubbish.header("Referrer-Policy"));
        for (String wrong : List.of("", foreign, late, disabled, "%00", "x".repeat(2000))) {
            Answer answer = shown(wrong);
            assertEquals(401, answer.status(), wrong);
            assertEquals(rubbish.text(), answer.text(), wrong);
        }
        Answer last = rubbish;
        for (int i = 0; i < 20 && last.status() == 401; i++) {
            last = shown("guess-" + i);
        }
        assertEquals(429, last.status(), last.text());
        assertEquals(200, shown(ticket(server.api())).status(), "the right one");
        Answer chinese = server.api()
                .anonymous()
                .with("X-Forwarded-For", "198.51.100.7")
                .get("backup/download/" + record + "?ticket=rubbish");
        assertEquals("下载链接无效或已失效", chinese.message());
    }

    @Test
    void opensNothingElse() {
        String ticket = ticket(server.api());
        Api brief = link.with("Range", "bytes=0-0");
        for (String path : List.of(
                "backup/list",
                "backup/records/" + record,
                "backup/records/" + record + "/manifest",
                "backup/download/" + record + "/x",
                "backup/download/x",
                "backup/events",
                "auth/me")) {
            assertEquals(401, brief.get(path + "?ticket=" + ticket).status(), path);
        }
        for (String method : List.of("DELETE", "POST", "PUT")) {
            assertEquals(
                    401,
                    link.send(method, "backup/download/" + record + "?ticket=" + ticket, BodyPublishers.noBody())
                            .status(),
                    method);
        }
        assertEquals(
                2,
                link.send("DELETE", "backup/records/" + record + "?ticket=" + ticket, BodyPublishers.noBody())
                        .code());
        assertEquals(200, shown(ticket).status());
    }

    @Test
    void isGivenToWhoMayDownload() {
        newcomers.newUser("vera", "VIEWER");
        assertEquals(
                "FORBIDDEN",
                user("vera").post("backup/records/" + record + "/ticket").error());
        assertEquals(
                "NOT_AUTHENTICATED",
                link.post("backup/records/" + record + "/ticket").error());
        assertEquals(
                "RECORD_NOT_FOUND",
                server.api().post("backup/records/999/ticket").error());
    }

    @Test
    void endsWithItsBackup() {
        int other = server.api().post("backup/create").data().getInt("id");
        String ticket = ticket(server.api(), other);
        String path = "backup/download/" + other + "?ticket=" + ticket;
        assertEquals(206, link.with("Range", "bytes=0-0").get(path).status());
        assertEquals(0, server.api().delete("backup/records/" + other).code());

        Answer answer = link.with("Range", "bytes=0-").get(path);

        assertEquals(404, answer.status(), answer.text());
        assertEquals("RECORD_NOT_FOUND", answer.error());
    }

    @Test
    void aDownloadBreaksOffWithItsUser() throws Exception {
        long user = newcomers.newUser("bea", "OPERATOR");
        String ticket = ticket(user("bea"));
        HttpRequest request = HttpRequest.newBuilder(URI.create(
                        "http://127.0.0.1:" + server.port() + "/api/backup/download/" + record + "?ticket=" + ticket))
                .build();
        try (InputStream broken =
                CLIENT.send(request, BodyHandlers.ofInputStream()).body()) {
            assertEquals(100_000, broken.readNBytes(100_000).length);
            change(user, "role", "VIEWER");
            Thread.sleep(3000);
            assertThrows(IOException.class, broken::readAllBytes);
        }
        assertEquals("TICKET_INVALID", shown(ticket).error());
    }
}
