package org.safeward.archive.age;

import com.exceptionfactory.jagged.x25519.X25519KeyPairGenerator;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;

/**
 * A new pair of keys. The secret one is shown once, to who asked for it, and never stored.
 *
 * @param publicKey {@code age1...}
 * @param secretKey {@code AGE-SECRET-KEY-1...}
 */
public record KeyPair(String publicKey, String secretKey) {

    /** From the JDK's secure random numbers. */
    public static KeyPair make() {
        try {
            java.security.KeyPair pair = new X25519KeyPairGenerator().generateKeyPair();
            return new KeyPair(text(pair.getPublic()), text(pair.getPrivate()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no X25519", e);
        }
    }

    private static String text(java.security.Key key) {
        return new String(key.getEncoded(), StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return "KeyPair[" + publicKey + "]";
    }
}
