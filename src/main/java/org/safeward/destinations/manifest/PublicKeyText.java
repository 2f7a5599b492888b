package org.safeward.destinations.manifest;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An installation's public key: the 32 bytes of Ed25519 (RFC 8032, section 5.1.5) as 64 hex digits. It is short enough to be its own
 * fingerprint, and hex is what can be typed from a printed page.
 */
public record PublicKeyText(String hex) {
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\s:-]+");
    private static final int GROUP = 4;

    /** What precedes the key's bytes in its X.509 form (RFC 8410, section 4). */
    private static final byte[] X509_HEAD = HexFormat.of().parseHex("302a300506032b6570032100");

    /** @throws IllegalArgumentException when that is not 64 lower-case hex digits */
    public PublicKeyText {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("no public key");
        }
    }

    /** What somebody has typed or pasted: in capitals too, with blanks, colons and dashes between the digits. */
    public static Optional<PublicKeyText> typed(String text) {
        String hex = BETWEEN_DIGITS.matcher(text).replaceAll("").toLowerCase(Locale.ROOT);
        return HEX.matcher(hex).matches() ? Optional.of(new PublicKeyText(hex)) : Optional.empty();
    }

    static PublicKeyText of(PublicKey key) {
        byte[] x509 = key.getEncoded();
        return new PublicKeyText(HexFormat.of().formatHex(x509, X509_HEAD.length, x509.length));
    }

    /** In groups of four digits, for people. */
    public String grouped() {
        return hex.replaceAll("(.{" + GROUP + "})(?!$)", "$1 ");
    }

    /** Whether that is this key's signature of these bytes. */
    boolean verifies(byte[] signed, byte[] signature) {
        try {
            Signature check = Signature.getInstance(InstallationKey.ALGORITHM);
            check.initVerify(key());
            check.update(signed);
            return check.verify(signature);
        } catch (SignatureException | InvalidKeyException | InvalidKeySpecException e) {
            // 32 bytes that are no point of the curve, or no signature in form: nobody has signed with those.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform lacks Ed25519, which it has since version 15", e);
        }
    }

    private PublicKey key() throws GeneralSecurityException {
        byte[] raw = HexFormat.of().parseHex(hex);
        byte[] x509 = Arrays.copyOf(X509_HEAD, X509_HEAD.length + raw.length);
        System.arraycopy(raw, 0, x509, X509_HEAD.length, raw.length);
        return KeyFactory.getInstance(InstallationKey.ALGORITHM).generatePublic(new X509EncodedKeySpec(x509));
    }
}
