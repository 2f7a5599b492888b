package org.safeward.access.login;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * Hashes passwords: PBKDF2-HMAC-SHA512, more rounds than the OWASP Password Storage Cheat Sheet asks for (210,000 at the time of writing). The
 * hash names its own parameters, so that these can change.
 */
@ApplicationScoped
class Passwords {
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";
    private static final String ROUNDS = "250000";
    private static final int SALT_BYTES = 32;
    private static final int KEY_BYTES = 64;

    /** Well formed, of random bytes, so that none is made at each start; nobody knows a password that fits. */
    private final String nobodys = String.join(":", ALGORITHM, ROUNDS, random(SALT_BYTES), random(KEY_BYTES));

    @Inject
    private Pbkdf2PasswordHash hash;

    @PostConstruct
    void prepare() {
        hash.initialize(Map.of(
                "Pbkdf2PasswordHash.Algorithm",
                ALGORITHM,
                "Pbkdf2PasswordHash.Iterations",
                ROUNDS,
                "Pbkdf2PasswordHash.SaltSizeBytes",
                String.valueOf(SALT_BYTES),
                "Pbkdf2PasswordHash.KeySizeBytes",
                String.valueOf(KEY_BYTES)));
    }

    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        new SecureRandom().nextBytes(bits);
        return Base64.getEncoder().encodeToString(bits);
    }

    String hash(String password) {
        return hash.generate(password.toCharArray());
    }

    /** @param expected empty when there is no such account: that takes as long, so that nobody learns which names exist */
    boolean fits(String password, Optional<String> expected) {
        boolean fits = hash.verify(password.toCharArray(), expected.orElse(nobodys));
        return fits && expected.isPresent();
    }
}
