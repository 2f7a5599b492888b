package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.json.Json;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** What must open nothing: rubbish, tokens that are good but for one thing, and what was good once. */
final class BadCredentials {
    private final SafewardServer server;
    private final IdentityProvider provider;
    private final Newcomers newcomers;

    /** @param server that takes this provider's tokens */
    BadCredentials(SafewardServer server, IdentityProvider provider) {
        this.server = server;
        this.provider = provider;
        this.newcomers = new Newcomers(server.api());
    }

    List<Shown> all() throws Exception {
        List<Shown> bad = new ArrayList<>();
        bad.add(new Shown("nothing", Map.of(), ""));
        bad.add(new Shown("a password of basic authentication", Map.of("Authorization", "Basic YWRtaW46YWRtaW4="), ""));
        for (String garbage : List.of("", "x", "a.b.c", "..", "eyJ.eyJ.eyJ", "\u00e4.\u00f6.\u00fc", "null", "[]")) {
            bad.add(Shown.token("the token \"" + garbage + '"', garbage));
            bad.add(Shown.key("the key \"" + garbage + '"', garbage));
        }
        bad.add(new Shown("a broken key in the query", Map.of(), "x=1&api_key=%25zz"));
        addBadTokens(
                bad,
                "of the provider",
                provider.current(),
                IdentityProvider.claims("admins").build(),
                "another.example");
        addBadTokensOfProvider(bad);
        addBadTokens(bad, "of our own", ownKey(), ownClaims(), IdentityProvider.ISSUER);
        addBadAccounts(bad);
        String revoked = revokedKey();
        bad.add(Shown.key("a revoked key", revoked));
        bad.add(Shown.token("a revoked key as bearer", revoked));
        bad.add(Shown.key("an expired key", expiredKey()));
        return bad;
    }

    private void addBadTokens(List<Shown> bad, String whose, RSAKey key, JWTClaimsSet good, String otherIssuer)
            throws JOSEException {
        assertEquals(200, statusWith(IdentityProvider.signed(good, key)), "the good token " + whose);
        BadTokens.of(good, key, otherIssuer)
                .forEach((name, token) -> bad.add(Shown.token("a token " + whose + ' ' + name, token)));
    }

    private int statusWith(String token) {
        return server.api()
                .anonymous()
                .with("Authorization", "Bearer " + token)
                .get("auth/me")
                .status();
    }

    private void addBadTokensOfProvider(List<Shown> bad) {
        RSAKey other = provider.current();
        JWTClaimsSet claims = IdentityProvider.claims("admins").build();
        bad.add(Shown.token(
                "a token of the provider with the name of another of its keys",
                IdentityProvider.signed(claims, other, "key-1")));
        bad.add(Shown.token(
                "a token of the provider that pretends to be ours",
                IdentityProvider.signed(
                        BadTokens.changed(claims)
                                .issuer("safeward")
                                .audience("safeward")
                                .build(),
                        other)));
        bad.add(Shown.token(
                "a token of the provider without a name",
                IdentityProvider.signed(
                        BadTokens.changed(claims)
                                .subject(null)
                                .claim("upn", null)
                                .build(),
                        other)));
    }

    private void addBadAccounts(List<Shown> bad) {
        for (String name : List.of("disabled", "deleted", "renewed")) {
            long id = newcomers.newUser("user-" + name, "ADMIN");
            bad.add(Shown.token("the token of a user who is " + name, newcomers.login("user-" + name)));
            String user = "auth/users/" + id;
            Answer answer = switch (name) {
                case "disabled" ->
                    server.api()
                            .put(
                                    user,
                                    Json.createObjectBuilder()
                                            .add("enabled", false)
                                            .build());
                case "deleted" -> server.api().delete(user);
                default ->
                    server.api()
                            .put(
                                    user,
                                    Json.createObjectBuilder()
                                            .add("password", "quite another one")
                                            .build());
            };
            assertEquals(200, answer.status(), answer.text());
        }
    }

    /** The server's own key: even who has it cannot make a token that its rules refuse. */
    private RSAKey ownKey() throws SQLException, ParseException {
        login("signer");
        try (Connection catalog = DriverManager.getConnection(
                        "jdbc:sqlite:" + server.home().resolve("catalog.db"));
                Statement statement = catalog.createStatement();
                ResultSet key = statement.executeQuery("SELECT jwk FROM signing_key")) {
            assertTrue(key.next());
            return RSAKey.parse(key.getString(1));
        }
    }

    private JWTClaimsSet ownClaims() throws ParseException {
        return SignedJWT.parse(login("forger")).getJWTClaimsSet();
    }

    /** Of a new administrator. */
    private String login(String name) {
        newcomers.newUser(name, "ADMIN");
        return newcomers.login(name);
    }

    private String revokedKey() {
        String key = newcomers.newKey("revoked", "ADMIN", null);
        int id = server.api()
                .get("auth/api-keys")
                .data()
                .getJsonArray("list")
                .getJsonObject(0)
                .getInt("id");
        assertEquals(200, server.api().delete("auth/api-keys/" + id).status());
        return key;
    }

    private String expiredKey() {
        String key = newcomers.newKey("expired", "ADMIN", Instant.now().plusSeconds(2));
        assertEquals(200, server.api().with("X-API-Key", key).get("auth/me").status());
        Waiting.sleep(Duration.ofSeconds(3));
        return key;
    }
}
