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
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void theFirstPasswordLogsInAndIsForItsOwnerAlone() throws IOException {
        Path file = server.home().resolve("first-login.txt");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        Answer answer = login("admin", firstPassword(), "10.1.0.1");
        assertEquals(200, answer.status(), answer.text());
        Answer me = bearing(answer.data().getString("token")).get("auth/me");
        assertEquals("admin", me.data().getString("name"));
        assertEquals("ADMIN", me.data().getString("role"));
    }

    @Test
    void anotherPasswordEndsTheOldTokens() {
        newUser("paula", "OPERATOR");
        String old = login("paula", "the password of paula", "10.1.0.2").data().getString("token");
        String renewed = bearing(old).post("auth/renew").data().getString("token");
        assertEquals(200, bearing(renewed).get("auth/me").status());
        Answer wrong = bearing(old).put("auth/password", passwords("not the password", "a better password"));
        assertEquals("BAD_FIELD", wrong.error());
        Answer changed = bearing(old).put("auth/password", passwords("the password of paula", "a better password"));
        assertEquals(200, changed.status(), changed.text());
        assertEquals(401, bearing(old).get("auth/me").status());
        assertEquals(401, bearing(renewed).get("auth/me").status());
        assertEquals(
                200, bearing(changed.data().getString("token")).get("auth/me").status());
        assertEquals(401, login("paula", "the password of paula", "10.1.0.2").status());
        assertEquals(200, login("paula", "a better password", "10.1.0.2").status());
    }

    @Test
    void guessingIsRefusedByAccountWhereverItComesFrom() throws InterruptedException {
        newUser("victor", "VIEWER");
        int pause = 0;
        // The pause doubles with each guess that was waited for: a busy server may take the first second for an answer
        // alone.
        for (int i = 0; i < 50 && pause < 8; i++) {
            Thread.sleep(pause * 1000L);
            Answer guess = login("victor", "a guess, number " + i, "10.2.0." + i);
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
        assertEquals(429, login("victor", "the password of victor", "10.2.0.99").status(), "even if it is right");
    }

    @Test
    void whatIsWrongFromAnAddressThatGuessesIsOneTooManyButWhatIsRightPasses() {
        Answer last = null;
        for (int i = 0; i < 14 && (last == null || last.status() == 401); i++) {
            last = login("nobody-" + i, "a guess", "10.3.0.1");
        }
        assertEquals(429, last.status(), last.text());
        newUser("walter", "VIEWER");
        assertEquals(200, login("walter", "the password of walter", "10.3.0.1").status(), "behind the same proxy");
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
        assertEquals(401, login("nobody", "a guess", "10.4.1.1").status(), "whose name was taken in vain");
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
        newUser("vera", "VIEWER");
        String token = login("vera", "the password of vera", "192.0.2.8").data().getString("token");
        assertEquals(
                403,
                bearing(token)
                        .with("X-Forwarded-For", "192.0.2.8")
                        .delete(record)
                        .status());
        login("vera", "not it", "192.0.2.9");

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
        newUser("greta", "OPERATOR");
        String token =
                login("greta", "the password of greta", "10.4.0.1").data().getString("token");
        secrets.add(token.substring(token.lastIndexOf('.') + 1));
        Answer made = api().post("auth/api-keys", "{\"name\": \"greta\", \"role\": \"ADMIN\"}");
        String key = made.data().getString("key");
        secrets.add(key);
        String answers = useAndMisuse(token, key, secrets)
                + new IdentityUse(server, folder).useAndMisuse(secrets)
                + useAndMisuseTicket(bearing(token), secrets);
        secrets.forEach(secret -> assertNotEquals("", secret));
        assertEquals(List.of(), SecretSearch.leaks("an answer", answers, secrets));
        assertEquals(List.of(), new SecretSearch(server).leaks(secrets));
    }

    @Test
    void anIdentityDoesNotWaitOnTheDiskForTheFileThatItOpens() throws Exception {
        assertEquals(List.of(), new IdentityUse(server, folder).leaksDuringAnUpload());
    }

    /** Also such that fail, each with what must not come back. */
    private static String useAndMisuse(String token, String key, List<String> secrets) {
        secrets.addAll(List.of("mistyped-password-1", "mistyped-key-2", "mistyped-token-3", "password-as-user-4"));
        List<Answer> answers = List.of(
                bearing(token).get("auth/me"),
                api().anonymous().get("auth/me?api_key=" + key),
                api().anonymous().get("nope?api_key=" + key),
                api().anonymous().get("backup/records/x?api_key=" + key),
                api().anonymous().get("backup/list?page=x&api_key=mistyped-key-2"),
                api().anonymous().with("X-API-Key", "mistyped-key-2").get("auth/me"),
                bearing("mistyped-token-3").get("auth/me"),
                bearing(token.replace('.', '!')).get("auth/me"),
                login("greta", "mistyped-password-1", "10.4.0.2"),
                login("password-as-user-4", "mistyped-password-1", "10.4.0.2"),
                api().anonymous().post("auth/login", "{\"username\": \"greta\", \"password\": \"mistyped-password-1"),
                api().anonymous().post("auth/login", "mistyped-password-1"),
                api().anonymous().post("auth/login", "{\"username\": {\"password\": \"mistyped-password-1\"}}"),
                bearing(token).put("auth/password", passwords("mistyped-password-1", "short")),
                api().post("auth/users", "{\"name\": \"password-as-user-4!\", \"password\": \"x\", \"role\": \"y\"}"),
                bearing(token).post("backup/restore", "{\"record_id\": \"mistyped-key-2\"}"),
                api().get("auth/users"),
                api().get("auth/api-keys"),
                api().get("backup/jobs"),
                api().get("backup/list"),
                api().get("backup/status"),
                api().get("audit?page_size=100"));
        StringBuilder all = new StringBuilder();
        answers.forEach(answer -> all.append(answer.text()).append(answer.headers()));
        return all.toString();
    }

    /** In every way in which a link can be followed; the ticket is in its address, which some like to write down. */
    private static String useAndMisuseTicket(Api operator, List<String> secrets) throws IOException {
        int backup = api().post("backup/create").data().getInt("id");
        String ticket =
                operator.post("backup/records/" + backup + "/ticket").data().getString("ticket");
        String link = "backup/download/" + backup + "?ticket=" + ticket;
        secrets.addAll(List.of(ticket, "mistyped-ticket-5"));
        Api browser = api().anonymous().with("X-Forwarded-For", "10.4.0.3");
        StringBuilder all = new StringBuilder();
        for (Answer answer : List.of(
                browser.get(link),
                browser.with("Range", "bytes=5-").get(link),
                browser.with("Range", "bytes=9999999-").get(link),
                browser.with("Accept", "text/html").get(link),
                browser.get(link.replace("download/", "download/1")),
                browser.get(link.replace("?", "/x?")),
                browser.get("nope/" + link),
                browser.get("backup/download/" + backup + "?ticket=mistyped-ticket-5"),
                browser.send("DELETE", link, BodyPublishers.noBody()),
                operator.post("backup/records/x/ticket?ticket=" + ticket),
                operator.get("nope?ticket=" + ticket),
                operator.get("backup/list?page=x&ticket=" + ticket),
                api().get("audit?page_size=100"))) {
            all.append(answer.text()).append(answer.headers());
        }
        try (RawRequest brokenOff = new RawRequest(server.port())) {
            brokenOff.send(RawRequest.head("GET", "/api/" + link));
        }
        // What fails on the server's side: the file is not where its record says.
        Path file = Path.of(api().get("backup/records/" + backup).data().getString("file_path"));
        Files.delete(file);
        Answer missing = browser.get(link);
        assertEquals("BACKUP_FILE_MISSING", missing.error());
        assertTrue(server.log().contains("by ticket "), "the audit is in the log");
        return all.append(missing.text()).toString();
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

    private static Api bearing(String token) {
        return api().anonymous().with("Authorization", "Bearer " + token);
    }

    private static Answer login(String name, String password, String from) {
        JsonObject body = Json.createObjectBuilder()
                .add("username", name)
                .add("password", password)
                .build();
        return api().anonymous().with("X-Forwarded-For", from).post("auth/login", body);
    }

    private static void newUser(String name, String role) {
        JsonObject body = Json.createObjectBuilder()
                .add("name", name)
                .add("role", role)
                .add("password", "the password of " + name)
                .build();
        Answer answer = api().post("auth/users", body);
        assertEquals(200, answer.status(), answer.text());
    }

    private static JsonObject passwords(String old, String wanted) {
        return Json.createObjectBuilder()
                .add("old_password", old)
                .add("new_password", wanted)
                .build();
    }

    private static JsonObject object(String json) {
        try (var reader = Json.createReader(new java.io.StringReader(json))) {
            return reader.readObject();
        }
    }
}
