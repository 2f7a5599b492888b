package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.server.AboutPayaraMicro;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** What somebody without credentials can do: get a refusal. Not stop the server, not fill its log, not read what it puts beside us. */
@OnEveryServer
class StrangersIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MANY = 300;
    private static final String JSON = "Content-Type: application/json";
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private static SafewardServer server;

    @BeforeAll
    static void start() {
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(folder.resolve("live.db"))
                .with("safeward.admin.password", PASSWORD)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String exchange(String bytes) throws IOException {
        try (RawRequest request = new RawRequest(server.port())) {
            return request.send(bytes).answer(PATIENCE);
        }
    }

    private static String bearer(String header, String claims) {
        return RawRequest.head(
                "GET", "/api/backup/list", "Authorization: Bearer " + base64(header) + "." + base64(claims) + ".AAAA");
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** By what is wrong with them. */
    private static Map<String, String> unreadable() {
        String nested = "[".repeat(2000) + "]".repeat(2000);
        Map<String, String> requests = new LinkedHashMap<>();
        requests.put("nested arrays", RawRequest.login("[".repeat(5000)));
        requests.put("nested in a field", RawRequest.login("{\"username\":" + nested + "}"));
        requests.put("a number of 3,000 digits", RawRequest.login("{\"username\":1" + "0".repeat(3000) + "}"));
        requests.put("an exponent", RawRequest.login("{\"username\":1e999999999,\"x\":1e-999999999}"));
        requests.put("an exponent beyond int", RawRequest.login("{\"username\":1e99999999999999}"));
        requests.put("a NUL", RawRequest.login("{\"username\":\"a\\u0000\",\"password\":\"x\"}"));
        requests.put("half a pair", RawRequest.login("{\"username\":\"\\ud800\",\"password\":\"x\"}"));
        requests.put("no UTF-8", RawRequest.login("{\"username\":\"\u00ff\",\"password\":\"x\"}"));
        requests.put("no charset", post("Content-Type: application/json; charset=nonsense"));
        requests.put("no content type", post("Content-Type: ;;;//"));
        requests.put("half a content type", post("Content-Type: a"));
        requests.put("a form", post("Content-Type: application/x-www-form-urlencoded"));
        requests.put("parts", post("Content-Type: multipart/form-data; boundary=x"));
        requests.put("an encoding", post(JSON + "\r\nContent-Encoding: gzip"));
        requests.put("no language", RawRequest.login("{}", "Accept-Language: en;q=zz,*-,;;;"));
        requests.put("a broken query", RawRequest.head("GET", "/api/backup/list?%zz=%&api_key=%u12"));
        requests.put(
                "a header of nested JSON",
                bearer("{\"alg\":\"RS256\",\"kid\":" + "[".repeat(900) + "]".repeat(900) + "}", "{}"));
        requests.put(
                "claims of nested JSON",
                bearer(
                        "{\"alg\":\"RS256\",\"kid\":\"a\"}",
                        "{\"iss\":\"safeward\",\"a\":" + "[".repeat(2000) + "]".repeat(2000) + "}"));
        requests.put(
                "an expiry", bearer("{\"alg\":\"RS256\",\"kid\":\"a\"}", "{\"iss\":\"safeward\",\"exp\":1e999999999}"));
        requests.put(
                "types of claims",
                bearer(
                        "{\"alg\":\"RS256\",\"kid\":\"a\"}",
                        "{\"iss\":\"safeward\",\"aud\":[1],\"iat\":\"x\",\"exp\":{}}"));
        requests.put("a key with a NUL", bearer("{\"alg\":\"RS256\",\"kid\":\"a\\u0000\"}", "{\"iss\":\"safeward\"}"));
        requests.put(
                "keys in the header",
                bearer(
                        "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\",\"n\":\"\",\"e\":\"\"},\"x5c\":[\"!\"],\"crit\":[\"b64\"]}",
                        "{}"));
        requests.put(
                "maintenance",
                RawRequest.head("POST", "/api/admin/maintenance", JSON, "Content-Length: 5000") + "[".repeat(5000));
        requests.put("a range", RawRequest.head("GET", "/api/backup/download/1", "Range: bytes=99999999999999999999-"));
        requests.put("forwarded", RawRequest.login("{}", "X-Forwarded-For: ::::,[::1]:5,%zz"));
        return requests;
    }

    private static String post(String type) {
        return RawRequest.head("POST", "/api/auth/login", type, "Content-Length: 9") + "a=%zz&b=%";
    }

    @Test
    void whatCannotBeReadIsRefusedWithTheEnvelopeAndLeavesNothingInTheLog() throws IOException {
        int before = server.log().length();
        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, String> request : unreadable().entrySet()) {
            String answer = exchange(request.getValue());
            boolean refused = answer.startsWith("HTTP/1.1 4");
            // WildFly refuses what it cannot decode before anything of ours sees it, and says nothing.
            boolean ours = answer.contains("\"error\":") || isOfWildFly(request.getKey(), answer);
            if (!refused || !ours || answer.contains("[still open]")) {
                wrong.add(request.getKey() + ": " + answer);
            }
        }
        assertEquals(List.of(), wrong);
        String log = server.log().substring(before);
        assertFalse(log.contains("\tat "), log);
        assertTrue(log.length() < 2000, log);
    }

    /** Bodies that come apart from their headers, refused and taken in by turns: the thread that answers meets the one that reads. */
    @Test
    void halvesThatMeetLeaveNothingInTheLogEither() throws IOException, InterruptedException {
        int before = server.log().length();
        for (int i = 0; i < MANY; i++) {
            String request = i % 3 == 0
                    ? RawRequest.head("POST", "/api/backup/list", JSON, "Content-Length: 20000") + "x".repeat(20000)
                    : i % 3 == 1
                            ? RawRequest.head("POST", "/api/auth/login", JSON, "Content-Length: 9000")
                                    + "x".repeat(9000)
                            : RawRequest.head("POST", "/api/auth/login", JSON, "Content-Length: 30") + "[".repeat(30);
            int half = request.length() - 1 - i % 25;
            try (RawRequest stranger = new RawRequest(server.port())) {
                stranger.send(request.substring(0, half));
                Thread.sleep(i % 5);
                stranger.send(request.substring(half));
                String answer = stranger.answer(PATIENCE);
                assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
            }
        }
        String log = server.log().substring(before);
        assertFalse(log.contains("\tat "), log);
    }

    private static boolean isOfWildFly(String request, String answer) {
        return "wildfly".equals(System.getProperty("tests.server"))
                && request.equals("a broken query")
                && answer.contains("Content-Length: 0");
    }

    /** Their refusal is the server's own; the log is ours to keep on Payara Micro, whose logging we configure. */
    @Test
    @AboutPayaraMicro
    void whatTheServerItselfCannotReadDoesNotWashItsLogAway() throws IOException {
        int before = server.log().length();
        for (int i = 0; i < MANY; i++) {
            exchange(RawRequest.head("GET", "/%zz" + i));
            exchange("GET /api/health HTTP/1.1\r\nHost: a b:zz\r\nConnection: close\r\n\r\n");
            exchange(RawRequest.head("POST", "/api/auth/login", JSON, "Transfer-Encoding: chunked") + "zz\r\n");
        }
        int grown = server.log().length() - before;
        assertTrue(grown < MANY * 3 * 400, grown + " bytes for " + 3 * MANY + " requests");
    }

    @Test
    void bodiesOfAFewKilobytesAreAllThatIsTaken() throws IOException {
        String large = "{\"username\":\"" + "x".repeat(9000) + "\"}";
        assertTooLarge(exchange(RawRequest.login(large)));
        assertTooLarge(begin(RawRequest.head("POST", "/api/auth/login", JSON, "Content-Length: 999999999999") + "{"));
        String chunked = Integer.toHexString(large.length()) + "\r\n" + large + "\r\n0\r\n\r\n";
        assertTooLarge(
                exchange(RawRequest.head("POST", "/api/auth/login", JSON, "Transfer-Encoding: chunked") + chunked));
        // And without its end.
        assertTooLarge(begin(RawRequest.head("POST", "/api/auth/login", JSON, "Transfer-Encoding: chunked")
                + chunked.substring(0, 8999)));
    }

    /** What is answered to a request that has no end: the connection stays open for it. */
    private static String begin(String bytes) throws IOException {
        try (RawRequest request = new RawRequest(server.port())) {
            return request.send(bytes).answerUntil("BODY_TOO_LARGE", PATIENCE);
        }
    }

    private static void assertTooLarge(String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 413"), answer);
        assertTrue(answer.contains("BODY_TOO_LARGE"), answer);
    }

    @Test
    void aLoginComesInWholeOrInPieces() throws IOException, InterruptedException {
        String body = "{\"username\":\"admin\",\"password\":\"" + PASSWORD + "\"}";
        assertTrue(exchange(RawRequest.login(body)).contains("\"token\""));
        try (RawRequest request = new RawRequest(server.port())) {
            String bytes = RawRequest.login(body);
            for (int i = 0; i < bytes.length(); i += 20) {
                request.send(bytes.substring(i, Math.min(bytes.length(), i + 20)));
                Thread.sleep(20);
            }
            assertTrue(request.answer(PATIENCE).contains("\"token\""));
        }
        String chunked = RawRequest.head("POST", "/api/auth/login", JSON, "Transfer-Encoding: chunked")
                + "5\r\n" + body.substring(0, 5) + "\r\n" + Integer.toHexString(body.length() - 5) + "\r\n"
                + body.substring(5)
                + "\r\n0\r\n\r\n";
        assertTrue(exchange(chunked).contains("\"token\""));
        assertTrue(server.api().get("audit?who=admin&action=auth.login").text().contains("127.0.0.1"));
    }

    @Test
    void manyHalfBodiesAndSuchAsTrickleKeepNobodyWaiting() throws IOException, InterruptedException {
        String begun = RawRequest.head("POST", "/api/auth/login", JSON, "Content-Length: 1000") + "{";
        List<RawRequest> strangers = new ArrayList<>();
        try {
            for (int i = 0; i < MANY; i++) {
                strangers.add(new RawRequest(server.port()).send(begun));
            }
            assertEquals(200, health());
            long begin = System.nanoTime();
            for (int second = 0; second < 4; second++) {
                Thread.sleep(1000);
                for (RawRequest stranger : strangers) {
                    stranger.send("x");
                }
                assertEquals(200, health());
            }
            String answer = strangers.get(0).answerUntil("BODY_TOO_SLOW", PATIENCE);
            assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
            assertTrue(answer.contains("BODY_TOO_SLOW"), answer);
            assertEquals(200, health(), "behind the answers");
            assertTrue(
                    Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 30, "a body has a deadline as a whole");
        } finally {
            for (RawRequest stranger : strangers) {
                stranger.close();
            }
        }
        assertFalse(server.log().contains("BodyTaking"), server.log());
    }

    private static int health() {
        return server.api()
                .anonymous()
                .within(Duration.ofSeconds(20))
                .get("health")
                .status();
    }

    /** Some servers read what is refused to its end, with a thread that waits for it. */
    @Test
    void halfOfWhatIsRefusedKeepsNobodyWaitingEither() throws IOException {
        for (String request : List.of(
                RawRequest.head("POST", "/api/backup/list", JSON, "Content-Length: 1000") + "{",
                RawRequest.head("POST", "/api/auth/login", JSON, "Content-Length: 1000000") + "{",
                RawRequest.head("PUT", "/api/backup/config", JSON, "Transfer-Encoding: chunked") + "5\r\n{",
                RawRequest.head(
                                "POST",
                                "/api/backup/upload-restore",
                                "Content-Type: multipart/form-data; boundary=x",
                                "Content-Length: 5000000000")
                        + "--x",
                RawRequest.head("POST", "/api/admin/maintenance", JSON, "Content-Length: 1000") + "{")) {
            List<RawRequest> strangers = new ArrayList<>();
            try {
                for (int i = 0; i < MANY; i++) {
                    strangers.add(new RawRequest(server.port()).send(request));
                }
                String answer = strangers.get(0).answerUntil("\"error\":", PATIENCE);
                assertTrue(answer.startsWith("HTTP/1.1 4"), answer);
                assertEquals(200, health(), request);
            } finally {
                for (RawRequest stranger : strangers) {
                    stranger.close();
                }
            }
        }
    }

    @Test
    void wishesThatNobodyCanReadAreDisregarded() throws IOException {
        int before = server.log().length();
        for (String wish : List.of(
                "Accept: ///;q=zz",
                "Accept: foo",
                "Accept: ;",
                "Accept: */*;q=2",
                "Accept: a/b;;",
                "Accept-Language: en;q=zz,*-,;;;",
                "Accept-Language: -",
                "Accept-Language: " + "a1,".repeat(1000))) {
            String answer = exchange(RawRequest.head("GET", "/api/health", wish));
            assertTrue(answer.startsWith("HTTP/1.1 200"), wish + ": " + answer);
        }
        assertTrue(exchange(RawRequest.head("GET", "/api/health", "Accept: image/png"))
                .startsWith("HTTP/1.1 406"));
        assertFalse(
                server.log().substring(before).contains("\tat "), server.log().substring(before));
    }

    @Test
    void whatTheServerPutsBesideUsIsForAdministrators() throws IOException {
        for (String path :
                List.of("/openapi", "/openapi/", "/metrics", "/metrics/base", "/metrics/application", "/x.jsp")) {
            String answer = exchange(RawRequest.head("GET", path));
            assertTrue(answer.startsWith("HTTP/1.1 4"), path + ": " + answer);
            assertFalse(answer.contains("openapi:") || answer.contains("# TYPE"), answer);
        }
        assertTrue(exchange(RawRequest.head("GET", "/")).startsWith("HTTP/1.1 200"));
        assertTrue(exchange(RawRequest.head("GET", "/web/app.js")).startsWith("HTTP/1.1 200"));
    }
}
