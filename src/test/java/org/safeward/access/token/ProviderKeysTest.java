package org.safeward.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProviderKeysTest {
    private static RSAKey first;
    private static RSAKey second;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private JWKSet served = new JWKSet(first);
    private boolean down;
    private int fetches;
    private final ProviderKeys keys = new ProviderKeys(JWSAlgorithm.RS256, this::serve, () -> now);

    @BeforeAll
    static void makeKeys() throws JOSEException {
        first = new RSAKeyGenerator(2048).keyID("first").generate();
        second = new RSAKeyGenerator(2048).keyID("second").generate();
    }

    private JWKSet serve() throws IOException {
        fetches++;
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
