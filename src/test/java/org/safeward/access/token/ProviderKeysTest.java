package org.safeward.access.token;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.security.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.safeward.fixture.Waiting;

class ProviderKeysTest {
    private static RSAKey first;
    private static RSAKey second;

    private volatile Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private JWKSet served = new JWKSet(first);
    private boolean down;
    private volatile int fetches;
    private volatile CompletableFuture<Void> hung = CompletableFuture.completedFuture(null);
    private final ProviderKeys keys = new ProviderKeys(JWSAlgorithm.RS256, this::serve, () -> now);

    @BeforeAll
    static void makeKeys() throws JOSEException {
        first = new RSAKeyGenerator(2048).keyID("first").generate();
        second = new RSAKeyGenerator(2048).keyID("second").generate();
    }

    private JWKSet serve() throws IOException {
        fetches++;
        hung.join();
        if (down) {
            throw new IOException("down");
        }
        return served;
    }

    @Test
    void fetchesOnceForManyTokens() throws JOSEException {
        for (int i = 0; i < 100; i++) {
            assertEquals(List.of(first.toPublicKey()), keys.of(header("first")));
        }
        assertEquals(1, fetches);
    }

    /** Whoever factors it makes tokens. */
    @Test
    void aKeyThatIsTooShortIsNone() throws JOSEException, KeySourceException {
        RSAKey weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
        served = new JWKSet(List.of(first, weak));
        assertEquals(List.of(), keys.of(header("weak")));
        assertEquals(List.of(first.toPublicKey()), keys.of(header("first")));
    }

    @Test
    void seesANewKeyAsSoonAsATokenNamesIt() throws JOSEException {
        keys.of(header("first"));
        served = new JWKSet(List.of(first, second));
        assertEquals(List.of(second.toPublicKey()), keys.of(header("second")));
        assertEquals(2, fetches);
    }

    @Test
    void seesThatAKeyIsGoneWithinMinutes() throws JOSEException {
        keys.of(header("first"));
        served = new JWKSet(second);
        assertEquals(1, keys.of(header("first")).size());
        now = now.plus(Duration.ofMinutes(6));
        assertEquals(List.of(), keys.of(header("first")));
    }

    @Test
    void knownKeysGoOnWhileTheProviderIsDownAndOthersAreUndecided() throws JOSEException {
        keys.of(header("first"));
        down = true;
        now = now.plus(Duration.ofHours(1));
        assertEquals(List.of(first.toPublicKey()), keys.of(header("first")));
        assertThrows(KeySourceException.class, () -> keys.of(header("second")));
        now = now.plus(Duration.ofDays(1));
        assertThrows(KeySourceException.class, () -> keys.of(header("first")));
    }

    @Test
    void nothingIsDecidedBeforeTheFirstFetchSucceeds() throws JOSEException {
        down = true;
        assertThrows(KeySourceException.class, () -> keys.of(header("first")));
        down = false;
        assertThrows(KeySourceException.class, () -> keys.of(header("first")), "too soon after a failure");
        now = now.plusSeconds(6);
        assertEquals(1, keys.of(header("first")).size());
    }

    @Test
    void madeUpKeyNamesDoNotFloodTheProvider() throws KeySourceException {
        for (int i = 0; i < 1000; i++) {
            assertEquals(List.of(), keys.of(header("made-up-" + i)));
        }
        assertTrue(fetches <= 5, fetches + " fetches");
        now = now.plusSeconds(31);
        served = new JWKSet(second);
        assertEquals(1, keys.of(header("second")).size());
    }

    @Test
    void aProviderThatIsDownIsNotAskedForEachToken() {
        down = true;
        for (int i = 0; i < 1000; i++) {
            assertThrows(KeySourceException.class, () -> keys.of(header("first")));
        }
        assertEquals(1, fetches);
    }

    /** A provider that hangs holds up one request, not all. */
    @Test
    void othersGoOnWithTheKnownKeysWhileOneFetchesThem() throws Exception {
        keys.of(header("first"));
        now = now.plus(Duration.ofMinutes(6));
        hung = new CompletableFuture<>();
        CompletableFuture<List<Key>> fetching = CompletableFuture.supplyAsync(this::first);
        try {
            assertTrue(Waiting.until(Duration.ofSeconds(10), () -> fetches == 2));
            assertEquals(
                    List.of(first.toPublicKey()),
                    CompletableFuture.supplyAsync(this::first).get(10, SECONDS));
            assertFalse(fetching.isDone());
        } finally {
            hung.complete(null);
        }
        assertEquals(List.of(first.toPublicKey()), fetching.get(10, SECONDS));
        assertEquals(2, fetches);
    }

    private List<Key> first() {
        try {
            return keys.of(header("first"));
        } catch (KeySourceException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A PEM file names none. */
    @Test
    void aKeyWithoutANameMayHaveSignedAnyToken() throws JOSEException {
        RSAKey nameless = new RSAKey.Builder(first).keyID(null).build();
        served = new JWKSet(nameless);
        assertEquals(List.of(first.toPublicKey()), keys.of(header("whatever")));
        assertEquals(List.of(first.toPublicKey()), keys.of(header(null)));
    }

    @Test
    void aTokenWithoutAKeyNameMayBeSignedByAny() throws JOSEException {
        served = new JWKSet(List.of(first, second));
        assertEquals(List.of(first.toPublicKey(), second.toPublicKey()), keys.of(header(null)));
    }

    @Test
    void keysForSomethingElseAreNone() throws JOSEException {
        RSAKey secret = new RSAKey.Builder(first).keyUse(KeyUse.ENCRYPTION).build();
        RSAKey other = new RSAKey.Builder(first).algorithm(JWSAlgorithm.PS256).build();
        ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("first").generate();
        RSAKey named = new RSAKey.Builder(first)
                .keyUse(KeyUse.SIGNATURE)
                .algorithm(JWSAlgorithm.RS256)
                .build();
        served = new JWKSet(List.of(secret, other, curve, named));
        assertEquals(List.of(first.toPublicKey()), keys.of(header("first")));
    }

    /** Their sizes are no sizes of RSA. */
    @Test
    void aCurveIsNoShortKey() throws JOSEException {
        ECKey curve = new ECKeyGenerator(Curve.P_256).keyID("curve").generate();
        ProviderKeys ofCurve = new ProviderKeys(JWSAlgorithm.ES256, () -> new JWKSet(curve), () -> now);
        assertEquals(
                List.of(curve.toPublicKey()),
                ofCurve.of(
                        new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("curve").build()));
    }

    @Test
    void otherAlgorithmsHaveNoKeys() throws KeySourceException {
        assertEquals(
                List.of(),
                keys.of(new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("first").build()));
        assertEquals(
                List.of(),
                keys.of(new JWSHeader.Builder(JWSAlgorithm.RS512).keyID("first").build()));
        assertEquals(0, fetches);
    }

    private static JWSHeader header(String key) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key).build();
    }
}
