package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.RSAKey;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.Waiting;
import org.safeward.server.Answer;
import org.safeward.server.SafewardServer;

/** Tokens of an identity provider that replaces its keys, goes down and comes back, while Safeward runs on. */
class IdentityProviderIT {
    @TempDir
    Path folder;

    private IdentityProvider provider;
    private SafewardServer server;

    @BeforeEach
    void start() {
        provider = new IdentityProvider();
        server = SafewardServer.deployed(folder.resolve("home"))
                .with("mp.jwt.verify.publickey.location", provider.address())
                .with("mp.jwt.verify.issuer", IdentityProvider.ISSUER)
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
        provider.close();
    }

    @Test
    void keysMayChangeAndTheProviderMayGoDownWithoutARestart() {
        String before = provider.token("ADMIN");
        assertEquals(200, me(before).status());

        provider.rotate();
        assertEquals(200, me(provider.token("VIEWER")).status(), "a token of the new key");
        assertEquals(200, me(before).status(), "a token of the old one, which is still published");

        provider.stop();
        RSAKey unpublished = provider.rotate();
        assertEquals(200, me(before).status(), "a token of a known key, while the provider is down");
        Answer undecided = me(provider.token("VIEWER"));
        assertEquals(503, undecided.status(), undecided.text());
        assertEquals("IDENTITY_PROVIDER_UNREACHABLE", undecided.error());
        assertEquals(200, server.api().get("auth/me").status(), "an API key");
        assertEquals(
                200,
                server.api()
                        .anonymous()
                        .with("Authorization", "Bearer " + before)
                        .get("health")
                        .status());

        provider.start();
        String late = IdentityProvider.signed(IdentityProvider.claims("VIEWER").build(), unpublished);
        assertTrue(Waiting.until(Duration.ofSeconds(30), () -> me(late).status() == 200), "the provider is back");
    }

    private Answer me(String token) {
        return server.api().anonymous().with("Authorization", "Bearer " + token).get("auth/me");
    }
}
