package org.safeward.destinations.manifest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * The key pair by which an installation knows its own copies again. One for all nodes that share a catalog: the public key on a printed
 * recovery sheet must hold for a node that was added after it was printed, and for one whose home is thrown away with its container.
 */
public final class InstallationKey {
    static final String ALGORITHM = NamedParameterSpec.ED25519.getName();

    private final PrivateKey privateKey;
    private final PublicKeyText publicKey;

    private InstallationKey(PrivateKey privateKey, PublicKeyText publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    public static InstallationKey create() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return new InstallationKey(pair.getPrivate(), PublicKeyText.of(pair.getPublic()));
        } catch (GeneralSecurityException e) {
            throw lacking(e);
        }
    }

    /**
     * One that was kept.
     *
     * @param secret what {@link #secret} gave
     * @throws IllegalArgumentException when that is no private key, or not the one of the public key
     */
    public static InstallationKey of(PublicKeyText publicKey, String secret) {
        try {
            PKCS8EncodedKeySpec pkcs8 =
                    new PKCS8EncodedKeySpec(Base64.getDecoder().decode(secret));
            InstallationKey key =
                    new InstallationKey(KeyFactory.getInstance(ALGORITHM).generatePrivate(pkcs8), publicKey);
            byte[] trial = publicKey.hex().getBytes(StandardCharsets.US_ASCII);
            if (!publicKey.verifies(trial, key.sign(trial))) {
                throw new IllegalArgumentException("the private key is not the one of the public key");
            }
            return key;
        } catch (InvalidKeySpecException e) {
            throw new IllegalArgumentException("no private key", e);
        } catch (GeneralSecurityException e) {
            throw lacking(e);
        }
    }

    public PublicKeyText publicKey() {
        return publicKey;
    }

    /** The private key (PKCS #8, RFC 8410) in base64, to be kept where nobody else reads. */
    public String secret() {
        return Base64.getEncoder().encodeToString(privateKey.getEncoded());
    }

    byte[] sign(byte[] bytes) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(bytes);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw lacking(e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "InstallationKey[" + publicKey.hex() + "]";
    }

    private static IllegalStateException lacking(GeneralSecurityException e) {
        return new IllegalStateException("this Java platform lacks Ed25519, which it has since version 15", e);
    }
}
