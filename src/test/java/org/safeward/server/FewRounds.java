package org.safeward.server;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.NoSuchProviderException;
import java.security.Provider;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.SecretKeyFactorySpi;
import javax.crypto.spec.PBEKeySpec;

/**
 * Gives a lasting server's JVM a PBKDF2 that takes a thousandth of the rounds that it is asked for. The real ones are half of what a deployment
 * costs, in a JVM whose compiler has no fast SHA-512; each login takes as long again. A password that was hashed there fits nowhere else: servers
 * of their own, and those that Arquillian deploys to, take all the rounds.
 */
public final class FewRounds extends Provider {
    private static final long serialVersionUID = 1;
    private static final String ALGORITHM = "PBKDF2WithHmacSHA512";

    public FewRounds() {
        super("FewRounds", "1", "PBKDF2 for tests");
        putService(new Service(this, "SecretKeyFactory", ALGORITHM, Factory.class.getName(), null, null));
    }

    /** By the JDK's own. */
    public static final class Factory extends SecretKeyFactorySpi {
        private final SecretKeyFactory real;

        public Factory() throws NoSuchAlgorithmException, NoSuchProviderException {
            real = SecretKeyFactory.getInstance(ALGORITHM, "SunJCE");
        }

        @Override
        protected SecretKey engineGenerateSecret(KeySpec asked) throws InvalidKeySpecException {
            PBEKeySpec spec = (PBEKeySpec) asked;
            int rounds = Math.max(1, spec.getIterationCount() / 1000);
            return real.generateSecret(new PBEKeySpec(spec.getPassword(), spec.getSalt(), rounds, spec.getKeyLength()));
        }

        @Override
        protected KeySpec engineGetKeySpec(SecretKey key, Class<?> kind) throws InvalidKeySpecException {
            return real.getKeySpec(key, kind);
        }

        @Override
        protected SecretKey engineTranslateKey(SecretKey key) throws InvalidKeyException {
            return real.translateKey(key);
        }
    }
}
