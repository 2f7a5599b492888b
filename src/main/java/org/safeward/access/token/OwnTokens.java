package org.safeward.access.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Key;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.jwt.Claims;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.AccessSettings;
import org.safeward.settings.Settings;

/**
 * The tokens that a login gives: RS256, signed with a key pair of the catalog, so that every node accepts them. A new pair each quarter; the
 * old one is removed when its last token has ended.
 *
 * <p>A token is only as good as its account is now: the account is asked for at each request, and its role counts, not the one that
 * stands in the token. One that was disabled, or whose password changed, ends its tokens at once on every node.
 */
@ApplicationScoped
public class OwnTokens {
    /** A token that was just made, and when it ends. */
    public record Issued(String text, Instant expires) {}

    private static final String KEY_ID_PREFIX = "safeward-";
    private static final Duration KEY_LIFETIME = Duration.ofDays(90);
    private static final int KEY_BITS = 3072;

    @Inject
    private SigningKeys keys;

    @Inject
    private Accounts accounts;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    public Issued issue(Account account) {
        AccessSettings access = settings.access();
        Instant now = clock.instant();
        Instant expires = now.plus(access.tokenLifetime());
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(AccessSettings.OWN_ISSUER)
                .audience(AccessSettings.OWN_ISSUER)
                .subject(Long.toString(account.id()))
                .claim(Claims.upn.name(), account.name())
                .claim(
                        Claims.groups.name(),
                        List.copyOf(Role.valueOf(account.role()).groups()))
                .claim(Identity.GENERATION, account.generation())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(expires))
                .jwtID(UUID.randomUUID().toString())
                .build();
        return new Issued(signed(claims, signingKey(now)), expires);
    }

    private static String signed(JWTClaimsSet claims, RSAKey key) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(key.getKeyID())
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException("a token could not be signed", e);
        }
        return token.serialize();
    }

    private RSAKey signingKey(Instant now) {
        Optional<SigningKey> newest = keys.newest();
        if (newest.isPresent() && newest.get().createdAt().plus(KEY_LIFETIME).isAfter(now)) {
            return parsed(newest.get());
        }
        RSAKey made = generate();
        keys.add(new SigningKey(made.getKeyID(), made.toJSONString(), now));
        AccessSettings access = settings.access();
        keys.removeBefore(now.minus(KEY_LIFETIME).minus(access.tokenLifetime()).minus(access.clockSkew()));
        return made;
    }

    private static RSAKey generate() {
        try {
            return new RSAKeyGenerator(KEY_BITS)
                    .keyID(KEY_ID_PREFIX + UUID.randomUUID())
                    .generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java makes RSA keys", e);
        }
    }

    private static RSAKey parsed(SigningKey key) {
        try {
            return RSAKey.parse(key.jwk());
        } catch (ParseException e) {
            throw new IllegalStateException("signing key " + key.id() + " of the catalog cannot be read", e);
        }
    }

    /** The keys that a token with this header may have been signed with. */
    List<Key> keysFor(JWSHeader header) {
        if (!JWSAlgorithm.RS256.equals(header.getAlgorithm()) || !isKeyId(header.getKeyID())) {
            return List.of();
        }
        return keys.find(header.getKeyID()).stream()
                .map(OwnTokens::parsed)
                .map(OwnTokens::publicPart)
                .toList();
    }

    /** What else a stranger puts there is not worth a question to the catalog, which may not even be able to read it. */
    private static boolean isKeyId(String id) {
        return id != null && id.matches(KEY_ID_PREFIX + "[0-9a-f-]{36}");
    }

    private static Key publicPart(RSAKey key) {
        try {
            return key.toPublicKey();
        } catch (JOSEException e) {
            throw new IllegalStateException("signing key " + key.getKeyID() + " of the catalog cannot be used", e);
        }
    }

    /**
     * @param claims of a token of ours whose signature and times were good
     * @throws Fault TOKEN_INVALID when its account does not stand behind it any more
     */
    Identity identity(JWTClaimsSet claims) throws ParseException {
        Date issued = claims.getIssueTime();
        if (issued != null
                && issued.toInstant()
                        .isAfter(clock.instant().plus(settings.access().clockSkew()))) {
            // Made while the clock was ahead: its end lies as far in the future, and nobody meant it to live for so
            // long.
            throw new Fault(ErrorCode.TOKEN_INVALID);
        }
        Integer generation = claims.getIntegerClaim(Identity.GENERATION);
        Account account = accounts.find(Long.parseLong(claims.getSubject()))
                .filter(Account::enabled)
                .filter(row -> generation != null && row.generation() == generation)
                .orElseThrow(() -> new Fault(ErrorCode.TOKEN_INVALID));
        Role role = Role.valueOf(account.role());
        return Identity.ofUser(account.name(), account.id(), role, TokenClaims.of(claims, role));
    }
}
