package org.safeward.settings;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The settings of who may come in. Those of an identity provider have the names that MicroProfile JWT gives them. */
public final class AccessSettings {
    /** The issuer of our own tokens, which no identity provider may have. */
    public static final String OWN_ISSUER = "safeward";

    private static final int LEAST_KEY_CHARACTERS = 32;
    private static final int LEAST_DIFFERENT_CHARACTERS = 8;
    private static final int LEAST_PASSWORD_CHARACTERS = 12;
    private static final int MOST_SKEW_SECONDS = 3600;
    private static final Set<String> ROLES = Set.of("VIEWER", "OPERATOR", "ADMIN");
    private static final Set<String> ALGORITHMS =
            Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512");

    private final Optional<String> apiKey;
    private final Optional<String> adminPassword;
    private final Duration tokenLifetime;
    private final Map<String, String> roleMapping;
    private final Set<String> corsOrigins;
    private final TrustedProxies trustedProxies;
    private final Duration auditRetention;
    private final Optional<String> publicKey;
    private final Optional<String> publicKeyLocation;
    private final String publicKeyAlgorithm;
    private final Optional<String> issuer;
    private final Set<String> audiences;
    private final Duration clockSkew;

    AccessSettings(SettingReader read) {
        apiKey = key(read, "safeward.api-key");
        adminPassword = secret(read, "safeward.admin.password", LEAST_PASSWORD_CHARACTERS);
        tokenLifetime = read.duration("safeward.jwt.lifetime", Duration.ofHours(1));
        roleMapping =
                read.parse("safeward.jwt.role-mapping", AccessSettings::mapping, Map.of(), "group=ROLE,group=ROLE");
        corsOrigins =
                read.parse("safeward.cors.origins", AccessSettings::origins, Set.of(), "a list of https://host[:port]");
        trustedProxies = read.parse(
                "safeward.trusted-proxies",
                list -> TrustedProxies.of(words(list)),
                TrustedProxies.NONE,
                "a list of addresses and networks such as 10.0.0.0/8");
        auditRetention = read.duration("safeward.audit.retention", Duration.ofDays(400));
        publicKey = read.text("mp.jwt.verify.publickey");
        publicKeyLocation = read.text("mp.jwt.verify.publickey.location");
        publicKeyAlgorithm = read.text("mp.jwt.verify.publickey.algorithm", "RS256");
        issuer = read.text("mp.jwt.verify.issuer");
        audiences = read.parse("mp.jwt.verify.audiences", AccessSettings::words, Set.of(), "a list");
        clockSkew = Duration.ofSeconds(read.number("mp.jwt.verify.clock.skew", 60, 0, MOST_SKEW_SECONDS));
        checkProvider(read);
    }

    private void checkProvider(SettingReader read) {
        if (publicKey.isPresent() && publicKeyLocation.isPresent()) {
            read.fault("mp.jwt.verify.publickey", "and mp.jwt.verify.publickey.location exclude each other");
        }
        if (trustsProvider() && issuer.isEmpty()) {
            read.fault("mp.jwt.verify.issuer", "is missing: a token is only as good as who is known to have made it");
        }
        if (issuer.filter(OWN_ISSUER::equals).isPresent()) {
            read.fault("mp.jwt.verify.issuer", "is the one of Safeward's own tokens");
        }
        if (!ALGORITHMS.contains(publicKeyAlgorithm)) {
            read.fault(
                    "mp.jwt.verify.publickey.algorithm",
                    "is none of " + String.join(", ", new java.util.TreeSet<>(ALGORITHMS)));
        }
    }

    /**
     * A right key passes however many wrong ones came before, so it must be one that nobody guesses. That it is random cannot be seen: a long
     * sentence that everybody knows passes here.
     */
    private static Optional<String> key(SettingReader read, String name) {
        Optional<String> key = read.text(name);
        if (key.isPresent()
                && (key.get().length() < LEAST_KEY_CHARACTERS
                        || key.get().chars().distinct().count() < LEAST_DIFFERENT_CHARACTERS)) {
            read.fault(
                    name,
                    "can be guessed: it needs at least " + LEAST_KEY_CHARACTERS + " characters, "
                            + LEAST_DIFFERENT_CHARACTERS + " of them different; `openssl rand -hex 32` makes one");
        }
        return key;
    }

    private static Optional<String> secret(SettingReader read, String name, int least) {
        Optional<String> secret = read.text(name);
        if (secret.isPresent() && secret.get().length() < least) {
            read.fault(name, "has fewer than " + least + " characters");
        }
        return secret;
    }

    private static Set<String> words(String list) {
        return new LinkedHashSet<>(Stream.of(list.split(","))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList());
    }

    /** Split at the last equals sign: groups may have some in their names. */
    private static Map<String, String> mapping(String list) {
        Map<String, String> mapping = new LinkedHashMap<>();
        for (String pair : words(list)) {
            int equals = pair.lastIndexOf('=');
            String role = pair.substring(equals + 1).strip();
            if (equals < 1 || !ROLES.contains(role)) {
                throw new IllegalArgumentException();
            }
            mapping.put(pair.substring(0, equals).strip(), role);
        }
        return mapping;
    }

    /** No star: a page of any origin could then try keys from inside the network. */
    private static Set<String> origins(String list) {
        Set<String> origins = words(list);
        for (String origin : origins) {
            URI uri = URI.create(origin);
            boolean http = List.of("http", "https").contains(String.valueOf(uri.getScheme()));
            if (!http || uri.getHost() == null || !origin.equals(uri.getScheme() + "://" + uri.getAuthority())) {
                throw new IllegalArgumentException();
            }
        }
        return origins;
    }

    /** The administrators' API key, instead of one that is made at the first start. */
    public Optional<String> apiKey() {
        return apiKey;
    }

    /** The password of {@code admin}, instead of one that is made at the first start. */
    public Optional<String> adminPassword() {
        return adminPassword;
    }

    public Duration tokenLifetime() {
        return tokenLifetime;
    }

    /** Role by group of the identity provider; empty when its groups have the roles' own names. */
    public Map<String, String> roleMapping() {
        return roleMapping;
    }

    /** Origins whose pages may call the API. */
    public Set<String> corsOrigins() {
        return corsOrigins;
    }

    /** Whose {@code X-Forwarded-For} is believed. */
    public TrustedProxies trustedProxies() {
        return trustedProxies;
    }

    public Duration auditRetention() {
        return auditRetention;
    }

    public boolean trustsProvider() {
        return publicKey.isPresent() || publicKeyLocation.isPresent();
    }

    /** PEM, JWK or JWKS. */
    public Optional<String> publicKey() {
        return publicKey;
    }

    /** A file or an address that holds one of these. */
    public Optional<String> publicKeyLocation() {
        return publicKeyLocation;
    }

    public String publicKeyAlgorithm() {
        return publicKeyAlgorithm;
    }

    public Optional<String> issuer() {
        return issuer;
    }

    /** One of which a token must be for; empty for any. */
    public Set<String> audiences() {
        return audiences;
    }

    public Duration clockSkew() {
        return clockSkew;
    }
}
