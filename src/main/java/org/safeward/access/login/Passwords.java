package org.safeward.access.login;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.util.Map;
import java.util.Optional;
import org.safeward.access.apikey.ApiKeySecret;

/**
 * Hashes passwords: PBKDF2-HMAC-SHA512, more rounds than the OWASP Password Storage Cheat Sheet asks for (210,000 at the time of writing). The
 * hash names its own parameters, so that these can change.
 */
@ApplicationScoped
class Passwords {
    private static final String ROUNDS = "250000";

    @Inject
    private Pbkdf2PasswordHash hash;

    private String nobodys;

    @PostConstruct
    void prepare() {
        hash.initialize(Map.of(
                "Pbkdf2PasswordHash.Algorithm", "PBKDF2WithHmacSHA512",
                "Pbkdf2PasswordHash.Iterations", ROUNDS,
                "Pbkdf2PasswordHash.SaltSizeBytes", "32",
                "Pbkdf2PasswordHash.KeySizeBytes", "64"));
        nobodys = hash(ApiKeySecret.newKey());
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
