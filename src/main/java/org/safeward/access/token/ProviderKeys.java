package org.safeward.access.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.KeyUse;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The identity provider's keys, fetched when they are first needed and again when they are a few minutes old or when a token names one that is
 * not among them: so a provider may replace its keys at any time. While it cannot be reached, the keys that are known go on working for a
 * day; a token that needs another one is answered by {@link KeySourceException}, since nobody can say whether it is good.
 *
 * <p>Tokens with made-up key names cannot make us flood the provider: fetches for unknown keys are few per half minute, and after a failed
 * one there is a pause. Thread-safe.
 *
 * <p>The library's {@code JWKSourceBuilder} promises less, so that the fetching is ours: with its {@code outageTolerant} a token that names an
 * unknown key counts as bad while the provider is away, and its {@code cache} makes every request wait for the one that fetches, or fail,
 * unless a {@code refreshAhead} thread, which would outlive a redeployment, does it before. Which key fits a token is the library's matter.
 */
final class ProviderKeys {
    private static final Logger LOG = System.getLogger(ProviderKeys.class.getName());

    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofDays(1);
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);
    private static final int FETCHES_PER_WINDOW = 5;
    private static final int LEAST_RSA_BITS = 2048;

    /** Where the keys come from. */
    interface Source {
        JWKSet fetch() throws IOException, ParseException;
    }

    private final JWSAlgorithm algorithm;
    private final Source source;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();

    private volatile JWKSet known;
    private volatile Instant knownSince;

    // Guarded by the lock.
    private Instant failedAt = Instant.MIN;
    private Instant windowBegan = Instant.MIN;
    private int fetchesInWindow;

    ProviderKeys(JWSAlgorithm algorithm, Source source, InstantSource clock) {
        this.algorithm = algorithm;
        this.source = source;
        this.clock = clock;
    }

    /**
     * @return the keys that may have signed a token with this header; none when the provider has no such key
     * @throws KeySourceException when that cannot be told
     */
    List<Key> of(JWSHeader header) throws KeySourceException {
        if (!algorithm.equals(header.getAlgorithm())) {
            return List.of();
        }
        refreshIfOld();
        JWKSet seen = known;
        List<Key> found = matching(usable(), header);
        if (!found.isEmpty()) {
            return found;
        }
        fetching.lock();
        try {
            // Another request may have fetched them while this one waited.
            if (known == seen) {
                fetchForUnknown();
            }
            return matching(usable(), header);
        } finally {
            fetching.unlock();
        }
    }

    /** By one request; the others go on with what is there. */
    private void refreshIfOld() {
        Instant now = clock.instant();
        if (known != null && knownSince.plus(FRESH).isBefore(now) && fetching.tryLock()) {
            try {
                if (failedAt.plus(PAUSE_AFTER_FAILURE).isBefore(now)) {
                    fetch();
                }
            } catch (KeySourceException e) {
                LOG.log(Level.DEBUG, "going on with the keys that are known", e);
            } finally {
                fetching.unlock();
            }
        }
    }

    private void fetchForUnknown() throws KeySourceException {
        Instant now = clock.instant();
        if (!failedAt.plus(PAUSE_AFTER_FAILURE).isBefore(now)) {
            throw new KeySourceException("the last fetch has just failed");
        }
        if (!windowBegan.plus(WINDOW).isAfter(now)) {
            windowBegan = now;
            fetchesInWindow = 0;
        }
        if (known != null && fetchesInWindow >= FETCHES_PER_WINDOW) {
            return;
        }
        fetchesInWindow++;
        fetch();
    }

    private void fetch() throws KeySourceException {
        try {
            known = source.fetch();
            knownSince = clock.instant();
            failedAt = Instant.MIN;
        } catch (IOException | ParseException e) {
            failedAt = clock.instant();
            LOG.log(Level.WARNING, "the keys of the identity provider could not be fetched: {0}", e.getMessage());
            throw new KeySourceException("the keys cannot be fetched: " + e.getMessage(), e);
        }
    }

    private JWKSet usable() {
        JWKSet set = known;
        return set != null && knownSince.plus(USABLE).isAfter(clock.instant()) ? set : null;
    }

    private List<Key> matching(JWKSet set, JWSHeader header) {
        if (set == null) {
            return List.of();
        }
        return new JWKSelector(matcher(header))
                .select(set).stream().map(ProviderKeys::publicKey).toList();
    }

    /** A null among the choices is a key that does not say. */
    private JWKMatcher matcher(JWSHeader header) {
        KeyType type = KeyType.forAlgorithm(algorithm);
        JWKMatcher.Builder fitting = new JWKMatcher.Builder()
                .keyType(type)
                .keyUses(KeyUse.SIGNATURE, null)
                .algorithms(algorithm, null);
        if (header.getKeyID() != null) {
            fitting.keyIDs(header.getKeyID(), null);
        }
        if (KeyType.RSA.equals(type)) {
            // What is shorter can be factored (NIST SP 800-131A); RFC 7518, section 3.3, asks for as much. Curves have
            // none that are weak.
            fitting.minKeySize(LEAST_RSA_BITS);
        }
        return fitting.build();
    }

    private static Key publicKey(JWK key) {
        try {
            return ((AsymmetricJWK) key).toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("key " + key.getKeyID() + " of the identity provider cannot be used", e);
        }
    }
}
