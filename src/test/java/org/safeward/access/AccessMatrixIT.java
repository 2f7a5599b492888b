package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** Role by endpoint by credential: who gets in, who is refused, and with which answer. */
@OnEveryServer
class AccessMatrixIT {
    private static final List<String> ROLES = List.of("VIEWER", "OPERATOR", "ADMIN");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static IdentityProvider provider;
    private static SafewardServer server;
    private static int addresses;

    private record Reply(int status, String type, String text, HttpResponse<InputStream> raw) {
        JsonObject json() {
            try (var reader = Json.createReader(new java.io.StringReader(text))) {
                return reader.readObject();
            }
        }
    }

    @BeforeAll
    static void start() {
        provider = new IdentityProvider();
        provider.rotate();
        server = SafewardServer.deployed(folder.resolve("home"))
                .protecting(folder.resolve("live.db"))
                .with("safeward.trusted-proxies", "127.0.0.1")
                .with("safeward.jwt.role-mapping", "viewers=VIEWER,operators=OPERATOR,admins=ADMIN")
                .with("mp.jwt.verify.publickey.location", provider.address())
                .with("mp.jwt.verify.issuer", IdentityProvider.ISSUER)
                .with("mp.jwt.verify.audiences", "another," + IdentityProvider.AUDIENCE)
                .with("mp.jwt.verify.clock.skew", 5)
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    @Test
    void everyEndpointAsksForItsRoleAndNoMore() {
        Map<Shown, String> roles = new LinkedHashMap<>();
        Newcomers newcomers = new Newcomers(api());
        for (String role : ROLES) {
            roles.put(Shown.key("key of " + role, newcomers.newKey("matrix-" + role.toLowerCase(), role, null)), role);
            String key = newcomers.newKey("query-" + role.toLowerCase(), role, null);
            String bearer = newcomers.newKey("bearer-" + role.toLowerCase(), role, null);
            roles.put(Shown.token("key as bearer of " + role, bearer), role);
            roles.put(new Shown("key in the query of " + role, Map.of(), "api_key=" + key), role);
            newcomers.newUser("user-" + role.toLowerCase(), role);
            roles.put(Shown.token("login of " + role, newcomers.login("user-" + role.toLowerCase())), role);
            String group = role.toLowerCase() + "s";
            roles.put(Shown.token("provider's token of " + role, provider.token(group)), role);
        }
        roles.put(Shown.token("provider's token of no role", provider.token("visitors")), "nothing");
        List<String> wrong = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.all()) {
            roles.forEach((shown, role) -> {
                Reply reply = call(endpoint, shown);
                String told = endpoint + " with the " + shown.name() + ": " + reply.status() + " " + reply.text();
                boolean refused = reply.status() == 401 || reply.status() == 403;
                boolean right = endpoint.isFor(role)
                        ? !refused && reply.status() < 500 || isForLoginsOnly(endpoint, reply)
                        : reply.status() == 403 && isRefusal(reply, "FORBIDDEN");
                if (!right || showsInnards(reply)) {
                    wrong.add(told);
                }
            });
        }
        assertEquals(List.of(), wrong);
    }

    private static boolean isForLoginsOnly(Endpoint endpoint, Reply reply) {
        return List.of("auth/renew", "auth/password").contains(endpoint.path()) && isRefusal(reply, "NEEDS_LOGIN");
    }

    @Test
    void whatIsNoGoodCredentialOpensNothing() throws Exception {
        List<Shown> bad = new BadCredentials(server, provider).all();
        List<String> wrong = new ArrayList<>();
        for (Endpoint endpoint : Endpoint.all()) {
            for (Shown shown : bad) {
                Reply reply = call(endpoint, shown);
                boolean right = endpoint.role().isEmpty()
                        ? reply.status() == (endpoint.path().startsWith("health") ? 200 : 400)
                        : reply.status() == 401 && isRefusal(reply, null);
                if (!right || showsInnards(reply)) {
                    wrong.add(endpoint + " with " + shown.name() + ": " + reply.status() + " " + reply.text());
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static Api api() {
        return server.api();
    }

    private static boolean isRefusal(Reply reply, String error) {
        JsonObject json = reply.json();
        if (!json.containsKey("code")) {
            // The maintenance contract has no envelope.
            return json.keySet().equals(Set.of("error"));
        }
        return json.getInt("code") == 2
                && json.isNull("data")
                && (error == null || json.getString("error").equals(error));
    }

    private static boolean showsInnards(Reply reply) {
        String text = reply.text();
        return text.contains("Exception")
                || text.contains("\tat ")
                || text.contains("<html")
                || text.contains("nimbus");
    }

    /** Each from an address of its own, so that guessing is not slowed down here. */
    private static Reply call(Endpoint endpoint, Shown shown) {
        String query = shown.query().isEmpty() ? "" : "?" + shown.query();
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/api/" + endpoint.path() + query))
                .timeout(Duration.ofSeconds(60))
                .header("X-Forwarded-For", "10.9." + addresses / 250 + '.' + addresses++ % 250)
                .header("Content-Type", "application/json")
                .method(endpoint.method(), BodyPublishers.ofString(endpoint.body()));
        shown.headers().forEach(request::setHeader);
        try {
            HttpResponse<InputStream> raw = CLIENT.send(request.build(), BodyHandlers.ofInputStream());
            String type = raw.headers().firstValue("Content-Type").orElse("");
            try (InputStream body = raw.body()) {
                // An event stream has no end.
                String text = type.startsWith("text/event-stream")
                        ? ""
                        : new String(body.readAllBytes(), StandardCharsets.UTF_8);
                return new Reply(raw.statusCode(), type, text, raw);
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(endpoint + " with " + shown.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Test
    void nobodyLearnsWhichEndpointsThereAre() {
        Api nobody = api().anonymous();
        for (String path :
                List.of("", "nope", "application.wadl", "openapi", "backup", "auth", "auth/login/x", "health/x")) {
            Answer answer = nobody.get(path);
            assertEquals(401, answer.status(), path + ": " + answer.text());
            assertEquals(2, answer.code());
        }
        for (Endpoint endpoint : Endpoint.all()) {
            Answer answer = nobody.send("OPTIONS", endpoint.path(), BodyPublishers.noBody());
            assertEquals(401, answer.status(), endpoint + ": " + answer.text());
            assertEquals("", answer.header("Allow"));
        }
        assertEquals(
                405,
                api().send("OPTIONS", "backup/list", BodyPublishers.noBody()).status());
        assertEquals("Bearer", nobody.get("nope").header("WWW-Authenticate"));
    }

    @Test
    void somebodyOfTheProviderHasANameThatNoUserCanHave() {
        Answer me = api().anonymous()
                .with("Authorization", "Bearer " + provider.token("operators"))
                .get("auth/me");
        assertEquals("jwt:erin@example.org", me.data().getString("name"));
        assertEquals("token", me.data().getString("kind"));
        assertEquals("OPERATOR", me.data().getString("role"));
        assertNotNull(me.data().get("expires_at"));
        Answer user = api().post(
                        "auth/users", "{\"name\": \"jwt:erin\", \"role\": \"ADMIN\", \"password\": \"0123456789ab\"}");
        assertEquals(400, user.status());
        assertFalse(user.text().contains("0123456789ab"));
    }
}
