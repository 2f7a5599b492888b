package org.safeward.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;

/** Tokens that are good but for one thing, each under that thing's name. */
final class BadTokens {
    private BadTokens() {}

    /**
     * @param claims of a token that is good
     * @param key that signs good ones
     */
    static Map<String, String> of(JWTClaimsSet claims, RSAKey key, String otherIssuer) throws JOSEException {
        Instant now = Instant.now();
        RSAKey stranger = IdentityProvider.newKey(key.getKeyID());
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
        return tokens;
    }

    static JWTClaimsSet.Builder changed(JWTClaimsSet claims) {
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
}
