package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** What is written down and shown about access: everything that was done, and no secret. */
class SecretsIT {
    private static final String ORIGIN = "https://console.example.org";

    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static People people;

    @BeforeAll
    static void start() throws SQLException {
        Path live = folder.resolve("live.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + live);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE t(x)");
        }
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(live)
                .with("safeward.trusted-proxies", "127.0.0.1")
                .with("safeward.cors.origins", ORIGIN)
                .with("safeward.upload.max-size", 300_000)
                .with("safeward.backup.recipients", IdentityUse.PAIR.publicKey())
                .start();
        people = new People(server);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theFirstPasswordLogsInAndIsForItsOwnerAlone() throws IOException {
        Path file = server.home().resolve("first-login.txt");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Answer answer = people.login("admin", firstPassword(), "10.1.0.1");
        assertEquals(200, answer.status(), answer.text());
        Answer me = people.bearing(answer.data().getString("token")).get("auth/me");
        assertEquals("admin", me.data().getString("name"));
        assertEquals("ADMIN", me.data().getString("role"));
    }

    @Test
    void anotherPasswordEndsTheOldTokens() {
        people.newUser("paula", "OPERATOR");
        String old = people.login("paula", "the password of paula", "10.1.0.2")
                .data()
                .getString("token");
        String renewed = people.bearing(old).post("auth/renew").data().getString("token");
        assertEquals(200, people.bearing(renewed).get("auth/me").status());
        Answer wrong =
                people.bearing(old).put("auth/password", People.passwords("not the password", "a better password"));
        assertEquals("BAD_FIELD", wrong.error());
        Answer changed = people.bearing(old)
                .put("auth/password", People.passwords("the password of paula", "a better password"));
        assertEquals(200, changed.status(), changed.text());
        assertEquals(401, people.bearing(old).get("auth/me").status());
        assertEquals(401, people.bearing(renewed).get("auth/me").status());
        assertEquals(
                200,
                people.bearing(changed.data().getString("token")).get("auth/me").status());
        assertEquals(
                401, people.login("paula", "the password of paula", "10.1.0.2").status());
        assertEquals(200, people.login("paula", "a better password", "10.1.0.2").status());
    }

    @Test
    void guessingIsRefusedByAccountWhereverItComesFrom() throws InterruptedException {
        people.newUser("victor", "VIEWER");
        int pause = 0;
        // The pause doubles with each guess that was waited for: a busy server may take the first second for an answer
        // alone.
        for (int i = 0; i < 50 && pause < 8; i++) {
            Thread.sleep(pause * 1000L);
            Answer guess = people.login("victor", "a guess, number " + i, "10.2.0." + i);
            if (guess.status() != 401) {
                assertEquals(429, guess.status(), guess.text());
                assertEquals("TOO_MANY_ATTEMPTS", guess.error());
                pause = Integer.parseInt(guess.header("Retry-After"));
                assertTrue(pause >= 1, guess.text());
            } else {
                pause = 0;
            }
        }
        assertTrue(pause >= 8, pause + " s");
        assertEquals(
                429,
                people.login("victor", "the password of victor", "10.2.0.99").status(),
                "even if it is right");
    }

    @Test
    void whatIsWrongFromAnAddressThatGuessesIsOneTooManyButWhatIsRightPasses() {
        Answer last = null;
        for (int i = 0; i < 14 && (last == null || last.status() == 401); i++) {
            last = people.login("nobody-" + i, "a guess", "10.3.0.1");
        }
        assertEquals(429, last.status(), last.text());
        people.newUser("walter", "VIEWER");
        assertEquals(
                200,
                people.login("walter", "the password of walter", "10.3.0.1").status(),
                "behind the same proxy");
        last = null;
        for (int i = 0; i < 14 && (last == null || last.status() == 401); i++) {
            last = api().with("X-API-Key", "sw_guess" + i)
                    .with("X-Forwarded-For", "10.3.0.2")
                    .get("auth/me");
        }
        assertEquals(429, last.status(), last.text());
        assertEquals(
                200, api().with("X-Forwarded-For", "10.3.0.2").get("auth/me").status());
    }

    @Test
    void theLineThatTheProxyAddedIsTheOneThatCounts() throws IOException {
        String body = "{\"username\": \"nobody\", \"password\": \"a guess\"}";
        String answer = "";
        for (int i = 0; i < 20 && !answer.startsWith("HTTP/1.1 429"); i++) {
            // As HAProxy does it: what the stranger sent stands before, in a line of its own.
            try (RawRequest request = new RawRequest(server.port())) {
                answer = request.send(
                                RawRequest.login(body, "X-Forwarded-For: 10.4.1." + i, "X-Forwarded-For: 10.4.0.9"))
                        .answer(Duration.ofSeconds(60));
            }
        }
        assertTrue(answer.startsWith("HTTP/1.1 429"), answer);
        assertEquals(401, people.login("nobody", "a guess", "10.4.1.1").status(), "whose name was taken in vain");
    }

    @Test
    void theLastAdministratorStays() {
        JsonObject admin = api().get("auth/users").data().getJsonArray("list").stream()
                .map(JsonObject.class::cast)
                .filter(user -> user.getString("name").equals("admin"))
                .findFirst()
                .orElseThrow();
        String path = "auth/users/" + admin.getInt("id");
        for (String change : List.of("{\"enabled\": false}", "{\"role\": \"OPERATOR\"}")) {
            Answer answer = api().put(path, object(change));
            assertEquals("LAST_ADMIN", answer.error());
        }
        assertEquals("LAST_ADMIN", api().delete(path).error());
        assertEquals("KEY_FROM_SETTINGS", api().delete("auth/api-keys/1").error());
    }

    @Test
    void everyChangeIsInTheAuditWithWhoWhatWhereAndResult() {
        Api caller = api().with("X-Forwarded-For", "192.0.2.7");
        Answer made = caller.post("backup/create", "{\"reason\": \"for the audit\"}");
        assertEquals(200, made.status(), made.text());
        String record = "backup/records/" + made.data().getInt("id");
        assertEquals(
                200, caller.get("backup/download/" + made.data().getInt("id")).status());
        assertEquals(404, caller.delete("backup/records/424242").status());
        caller.put("backup/config", Json.createObjectBuilder().build());
        caller.post("backup/cancel");
        people.newUser("vera", "VIEWER");
        String token =
                people.login("vera", "the password of vera", "192.0.2.8").data().getString("token");
        assertEquals(
                403,
                people.bearing(token)
                        .with("X-Forwarded-For", "192.0.2.8")
                        .delete(record)
                        .status());
        people.login("vera", "not it", "192.0.2.9");

        assertEntry("who=key:settings&action=backup.create", "192.0.2.7", "database default, job ", "done");
        assertEntry("action=job.backup", "", "database default, job ", "done");
        assertEntry("action=backup.download", "192.0.2.7", "backup/download/", "done");
        assertEntry("action=backup.delete&who=key:settings", "192.0.2.7", "backup/records/424242", "RECORD_NOT_FOUND");
        assertEntry("action=config", "192.0.2.7", "backup/config", "");
        assertEntry("action=job.cancel", "192.0.2.7", "database default", "done");
        assertEntry("who=vera&action=backup.delete", "192.0.2.8", record, "FORBIDDEN");
        assertEntry("who=vera&result=done", "192.0.2.8", "user vera", "done");
        assertEntry("who=vera&action=auth&result=LOGIN_FAILED", "192.0.2.9", "user vera", "LOGIN_FAILED");
        assertEntry("action=user.create", "", "user ", "done");
        assertEquals(0, api().get("audit?from=4000000000").data().getInt("total"));
        assertEquals(400, api().get("audit?page=0&from=x").status());
        assertTrue(server.log().contains("audit: backup.download by key:settings from 192.0.2.7"), "also in the log");
    }

    private static void assertEntry(String filter, String address, String subject, String result) {
        JsonArray list = api().get("audit?page_size=1&" + filter).data().getJsonArray("list");
        assertEquals(1, list.size(), filter);
        JsonObject entry = list.getJsonObject(0);
        assertTrue(entry.getString("address").contains(address), entry.toString());
        assertTrue(entry.getString("subject").contains(subject), entry.toString());
        assertTrue(entry.getString("result").contains(result), entry.toString());
        assertFalse(entry.isNull("ended_at"), entry.toString());
    }

    @Test
    void browsersAreToldToBeCareful() {
        Answer answer = api().get("auth/me");
        assertEquals(List.of("no-store"), answer.headers().allValues("Cache-Control"));
        assertEquals("nosniff", answer.header("X-Content-Type-Options"));
        assertEquals("no-referrer", answer.header("Referrer-Policy"));
        assertEquals("no-store", api().anonymous().get("auth/me").header("Cache-Control"));
        assertTrue(api().get("../").header("Content-Security-Policy").contains("script-src 'self'"));
    }

    @Test
    void onlyNamedOriginsMayCall() {
        assertEquals(ORIGIN, api().with("Origin", ORIGIN).get("auth/me").header("Access-Control-Allow-Origin"));
        Answer other = api().with("Origin", "https://elsewhere.example").get("auth/me");
        assertEquals("", other.header("Access-Control-Allow-Origin"));
        Api asking = api().anonymous().with("Access-Control-Request-Method", "PUT");
        Answer asked = asking.with("Origin", ORIGIN).send("OPTIONS", "backup/config", BodyPublishers.noBody());
        assertEquals(204, asked.status());
        assertTrue(asked.header("Access-Control-Allow-Methods").contains("PUT"));
        assertTrue(asked.header("Access-Control-Allow-Headers").contains("Authorization"));
        Answer refused = asking.with("Origin", "null").send("OPTIONS", "backup/config", BodyPublishers.noBody());
        assertEquals(401, refused.status());
    }

    @Test
    void bodiesThatAreTooLargeAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("large.sql"), new byte[400_000]);
        assertEquals(
                "UPLOAD_TOO_LARGE", api().upload("backup/upload-restore", file).error());
        String body = "{\"username\": \"" + "x".repeat(1 << 21) + "\"}";
        Answer answer = api().anonymous().post("auth/login", body);
        assertEquals(413, answer.status());
        assertEquals("BODY_TOO_LARGE", answer.error());
    }

    @Test
    void noSecretIsInALogAnAnswerARecordOrACommandLine() throws IOException {
        List<String> secrets =
                new ArrayList<>(List.of(SafewardServer.API_KEY, firstPassword(), "the password of greta"));
        people.newUser("greta", "OPERATOR");
        String token = people.login("greta", "the password of greta", "10.4.0.1")
                .data()
                .getString("token");
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
        Answer made = api().post("auth/api-keys", "{\"name\": \"greta\", \"role\": \"ADMIN\"}");
        String key = made.data().getString("key");
        secrets.add(key);
        SecretUse uses = new SecretUse(people);
        String answers = uses.keyAndToken(token, key, secrets)
                + new IdentityUse(server, folder).useAndMisuse(secrets)
                + uses.ticket(people.bearing(token), secrets);
        secrets.forEach(secret -> assertNotEquals("", secret));
        assertEquals(List.of(), SecretSearch.leaks("an answer", answers, secrets));
        assertEquals(List.of(), new SecretSearch(server).leaks(secrets));
    }

    @Test
    void anIdentityDoesNotWaitOnTheDiskForTheFileThatItOpens() throws Exception {
        assertEquals(List.of(), new IdentityUse(server, folder).leaksDuringAnUpload());
    }

    private static String firstPassword() throws IOException {
        return Files.readAllLines(server.home().resolve("first-login.txt")).stream()
                .filter(line -> line.startsWith("admin-password: "))
                .map(line -> line.substring("admin-password: ".length()))
                .findFirst()
                .orElseThrow();
    }

    private static Api api() {
        return server.api();
    }

    private static JsonObject object(String json) {
        try (var reader = Json.createReader(new java.io.StringReader(json))) {
            return reader.readObject();
        }
    }
}
