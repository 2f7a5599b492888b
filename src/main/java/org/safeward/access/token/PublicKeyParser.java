package org.safeward.access.token;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Base64;

/**
 * Public keys in the forms that MicroProfile JWT 2.1 (section 9.2) names: PEM (a public key or a certificate), JWK, JWKS, and these two
 * in Base64.
 */
final class PublicKeyParser {
    private static final String PEM = "-----BEGIN ";

    private PublicKeyParser() {}

    static JWKSet parse(String text) throws ParseException {
        String stripped = text.strip();
        if (stripped.startsWith(PEM)) {
            return new JWKSet(pem(stripped));
        }
        String json = stripped.startsWith("{") ? stripped : decoded(stripped);
        try {
            return JWKSet.parse(json).toPublicJWKSet();
        } catch (ParseException noSet) {
            return new JWKSet(JWK.parse(json)).toPublicJWKSet();
        }
    }

    private static String decoded(String text) throws ParseException {
        try {
            String standard = text.replaceAll("\\s", "").replace('-', '+').replace('_', '/');
            return new String(Base64.getDecoder().decode(standard), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static JWK pem(String text) throws ParseException {
        try {
            if (text.startsWith(PEM + "CERTIFICATE")) {
                ByteArrayInputStream bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
                return of(CertificateFactory.getInstance("X.509")
                        .generateCertificate(bytes)
                        .getPublicKey());
            }
            byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
            return of(publicKey(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw unreadable(e);
        }
    }

    private static PublicKey publicKey(X509EncodedKeySpec spec) throws GeneralSecurityException {
        try {
            return KeyFactory.getInstance("RSA").generatePublic(spec);
        } catch (GeneralSecurityException noRsa) {
            return KeyFactory.getInstance("EC").generatePublic(spec);
        }
    }

    private static JWK of(PublicKey key) throws GeneralSecurityException {
        if (key instanceof RSAPublicKey rsa) {
            return new RSAKey.Builder(rsa).build();
        }
        if (key instanceof ECPublicKey ec) {
            return new ECKey.Builder(Curve.forECParameterSpec(ec.getParams()), ec).build();
        }
        throw new GeneralSecurityException("neither RSA nor EC: " + key.getAlgorithm());
    }

    private static ParseException unreadable(Exception cause) {
        ParseException unreadable = new ParseException("no public key", 0);
        unreadable.initCause(cause);
        return unreadable;
    }
}
