package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
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
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
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
import org.safeward.server.SafewardServer;
import org.safeward.server.Waiting;

/** Role by endpoint by credential: who gets in, who is refused, and with which answer. */
class AccessMatrixIT {
    private static final List<String> ROLES = List.of("VIEWER", "OPERATOR", "ADMIN");
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    static Path folder;

    private static IdentityProvider provider;
    private static SafewardServer server;
    private static int addresses;

    /** What a request shows, by a name for messages: headers, or a query. */
    private record Shown(String name, Map<String, String> headers, String query) {
        static Shown token(String name, String token) {
            return new Shown(name, Map.of("Authorization", "Bearer " + token), "");
        }

        static Shown key(String name, String key) {
            return new Shown(name, Map.of("X-API-Key", key), "");
        }
    }

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
        server = SafewardServer.on(folder.resolve("home"))
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
        for (String role : ROLES) {
            roles.put(Shown.key("key of " + role, newKey("matrix-" + role.toLowerCase(), role, null)), role);
            String key = newKey("query-" + role.toLowerCase(), role, null);
            String bearer = newKey("bearer-" + role.toLowerCase(), role, null);
            roles.put(Shown.token("key as bearer of " + role, bearer), role);
            roles.put(new Shown("key in the query of " + role, Map.of(), "api_key=" + key), role);
            newUser("user-" + role.toLowerCase(), role);
            roles.put(Shown.token("login of " + role, login("user-" + role.toLowerCase())), role);
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
        List<Shown> bad = badCredentials();
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

    private static List<Shown> badCredentials() throws Exception {
        List<Shown> bad = new ArrayList<>();
        bad.add(new Shown("nothing", Map.of(), ""));
        bad.add(new Shown("a password of basic authentication", Map.of("Authorization", "Basic YWRtaW46YWRtaW4="), ""));
        for (String garbage : List.of("", "x", "a.b.c", "..", "eyJ.eyJ.eyJ", "\u00e4.\u00f6.\u00fc", "null", "[]")) {
            bad.add(Shown.token("the token \"" + garbage + '"', garbage));
            bad.add(Shown.key("the key \"" + garbage + '"', garbage));
        }
        bad.add(new Shown("a broken key in the query", Map.of(), "x=1&api_key=%25zz"));
        addBadTokens(bad, "of the provider", provider.current(), IdentityProvider.claims("admins"), "another.example");
        addBadTokensOfProvider(bad);
        addBadTokens(bad, "of our own", ownKey(), ownClaims(), IdentityProvider.ISSUER);
        addBadAccounts(bad);
        String revoked = revokedKey();
        bad.add(Shown.key("a revoked key", revoked));
        bad.add(Shown.token("a revoked key as bearer", revoked));
        bad.add(Shown.key("an expired key", expiredKey()));
        return bad;
    }

    /** Each good but for one thing. */
    private static void addBadTokens(
            List<Shown> bad, String whose, RSAKey key, JWTClaimsSet.Builder good, String otherIssuer)
            throws JOSEException {
        JWTClaimsSet claims = good.build();
        Instant now = Instant.now();
        RSAKey stranger = IdentityProvider.newKey(key.getKeyID());
        assertEquals(
                200,
                call(
                                new Endpoint("GET", "auth/me", "VIEWER", ""),
                                Shown.token("", IdentityProvider.signed(claims, key)))
                        .status(),
                "the good token " + whose);
        Map<String, String> tokens = new LinkedHashMap<>();
        tokens.put(
                "expired",
                IdentityProvider.signed(
                        changed(claims)
                                .expirationTime(Date.from(now.minusSeconds(60)))
                                .build(),
                        key));
        tokens.put(
                "never expiring",
                IdentityProvider.signed(changed(claims).expirationTime(null).build(), key));
        tokens.put(
                "not yet valid",
                IdentityProvider.signed(
                        changed(claims)
                                .notBeforeTime(Date.from(now.plusSeconds(300)))
                                .build(),
                        key));
        tokens.put("with a wrong signature", IdentityProvider.signed(claims, stranger));
        tokens.put(
                "with a wrong issuer",
                IdentityProvider.signed(changed(claims).issuer(otherIssuer).build(), key));
        tokens.put(
                "without issuer",
                IdentityProvider.signed(changed(claims).issuer(null).build(), key));
        tokens.put(
                "for another audience",
                IdentityProvider.signed(
                        changed(claims).audience("somebody-else").build(), key));
        tokens.put(
                "for no audience",
                IdentityProvider.signed(changed(claims).audience((String) null).build(), key));
        tokens.put("without signature", new PlainJWT(claims).serialize());
        tokens.put("with its signature cut off", cutOff(IdentityProvider.signed(claims, key)));
        tokens.put("with the public key as HS256 secret", withPublicKeyAsSecret(claims, key));
        tokens.put("with an unknown key's name", IdentityProvider.signed(claims, key, "nobody's"));
        tokens.put("with changed claims", withOtherClaims(IdentityProvider.signed(claims, key)));
        tokens.forEach((name, token) -> bad.add(Shown.token("a token " + whose + ' ' + name, token)));
    }

    private static void addBadTokensOfProvider(List<Shown> bad) {
        RSAKey other = provider.current();
        JWTClaimsSet claims = IdentityProvider.claims("admins").build();
        bad.add(Shown.token(
                "a token of the provider with the name of another of its keys",
                IdentityProvider.signed(claims, other, "key-1")));
        bad.add(Shown.token(
                "a token of the provider that pretends to be ours",
                IdentityProvider.signed(
                        changed(claims).issuer("safeward").audience("safeward").build(), other)));
        bad.add(Shown.token(
                "a token of the provider without a name",
                IdentityProvider.signed(
                        changed(claims).subject(null).claim("upn", null).build(), other)));
    }

    private static void addBadAccounts(List<Shown> bad) {
        for (String name : List.of("disabled", "deleted", "renewed")) {
            long id = newUser("user-" + name, "ADMIN");
            bad.add(Shown.token("the token of a user who is " + name, login("user-" + name)));
            String user = "auth/users/" + id;
            Answer answer = switch (name) {
                case "disabled" ->
                    api().put(
                                    user,
                                    Json.createObjectBuilder()
                                            .add("enabled", false)
                                            .build());
                case "deleted" -> api().delete(user);
                default ->
                    api().put(
                                    user,
                                    Json.createObjectBuilder()
                                            .add("password", "quite another one")
                                            .build());
            };
            assertEquals(200, answer.status(), answer.text());
        }
    }

    private static JWTClaimsSet.Builder changed(JWTClaimsSet claims) {
        return new JWTClaimsSet.Builder(claims);
    }

    private static String cutOff(String token) {
        return token.substring(0, token.lastIndexOf('.') + 1);
    }

    private static String withOtherClaims(String token) {
        String[] parts = token.split("\\.");
        char last = parts[1].charAt(parts[1].length() - 3);
        String claims = parts[1].substring(0, parts[1].length() - 3)
                + (last == 'A' ? 'B' : 'A')
                + parts[1].substring(parts[1].length() - 2);
        return parts[0] + '.' + claims + '.' + parts[2];
    }

    private static String withPublicKeyAsSecret(JWTClaimsSet claims, RSAKey key) throws JOSEException {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(), claims);
        token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
        return token.serialize();
    }

    /** The server's own key: even who has it cannot make a token that its rules refuse. */
    private static RSAKey ownKey() throws SQLException, ParseException {
        login(newUserName("signer"));
        try (Connection catalog = DriverManager.getConnection(
                        "jdbc:sqlite:" + server.home().resolve("catalog.db"));
                Statement statement = catalog.createStatement();
                ResultSet key = statement.executeQuery("SELECT jwk FROM signing_key")) {
            assertTrue(key.next());
            return RSAKey.parse(key.getString(1));
        }
    }

    private static JWTClaimsSet.Builder ownClaims() throws ParseException {
        JWTClaimsSet claims = SignedJWT.parse(login(newUserName("forger"))).getJWTClaimsSet();
        return changed(claims);
    }

    private static String newUserName(String name) {
        newUser(name, "ADMIN");
        return name;
    }

    private static String revokedKey() {
        String key = newKey("revoked", "ADMIN", null);
        int id = api().get("auth/api-keys")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getInt("id");
        assertEquals(200, api().delete("auth/api-keys/" + id).status());
        return key;
    }

    private static String expiredKey() {
        String key = newKey("expired", "ADMIN", Instant.now().plusSeconds(2));
        assertEquals(200, api().with("X-API-Key", key).get("auth/me").status());
        Waiting.sleep(Duration.ofSeconds(3));
        return key;
    }

    private static String newKey(String name, String role, Instant expires) {
        var body = Json.createObjectBuilder().add("name", name).add("role", role);
        if (expires != null) {
            body.add("expires_at", expires.getEpochSecond());
        }
        Answer answer = api().post("auth/api-keys", body.build());
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getString("key");
    }

    private static long newUser(String name, String role) {
        Answer answer = api().post(
                        "auth/users",
                        Json.createObjectBuilder()
                                .add("name", name)
                                .add("role", role)
                                .add("password", "the password of " + name)
                                .build());
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getInt("id");
    }

    private static String login(String name) {
        Answer answer = api().anonymous()
                .post(
                        "auth/login",
                        Json.createObjectBuilder()
                                .add("username", name)
                                .add("password", "the password of " + name)
                                .build());
        assertEquals(200, answer.status(), answer.text());
        return answer.data().getString("token");
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
