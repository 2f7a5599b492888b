package org.safeward.archive.age;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;

/**
 * Seals and opens single chunks of a payload: ChaCha20-Poly1305, the nonce being the chunk's number and whether it is the last (the STREAM construction, as the
 * format's document has it). Each chunk stands for itself, so they may come in any order, but none may be sealed twice. One thread uses it.
 */
final class Chunks {
    /** Bytes of every chunk but the last, which has as many or fewer; fewer than one only in an empty file. */
    static final int PLAIN = 64 * 1024;

    static final int TAG = 16;
    static final int SEALED = PLAIN + TAG;
    private static final int NONCE_BYTES = 12;
    private static final int COUNTER_AT = 3;

    private final PayloadKey key;
    private Cipher cipher = cipher();

    Chunks(PayloadKey key) {
        this.key = key;
    }

    private static Cipher cipher() {
        try {
            return Cipher.getInstance("ChaCha20-Poly1305");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no ChaCha20-Poly1305", e);
        }
    }

    /** @return how many bytes of {@code out} were written: {@code bytes} and the tag */
    int seal(long number, boolean last, byte[] plain, int bytes, byte[] out) {
        return seal(number, last, ByteBuffer.wrap(plain, 0, bytes), ByteBuffer.wrap(out));
    }

    /** @return how many bytes were put into {@code out}: those of {@code plain} and the tag */
    int seal(long number, boolean last, ByteBuffer plain, ByteBuffer out) {
        try {
            key.prepare(cipher, Cipher.ENCRYPT_MODE, nonce(number, last));
            return cipher.doFinal(plain, out);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("chunk " + number + " could not be encrypted", e);
        }
    }

    /** @return how many bytes of {@code out} were written, or -1 when this is not the chunk with this number, unchanged */
    int open(long number, boolean last, byte[] sealed, int bytes, byte[] out) {
        return open(number, last, ByteBuffer.wrap(sealed, 0, bytes), ByteBuffer.wrap(out));
    }

    /** @return how many bytes were put into {@code out}, or -1 when this is not the chunk with this number, unchanged */
    int open(long number, boolean last, ByteBuffer sealed, ByteBuffer out) {
        try {
            key.prepare(cipher, Cipher.DECRYPT_MODE, nonce(number, last));
            return cipher.doFinal(sealed, out);
        } catch (AEADBadTagException e) {
            // The JDK's refuses the nonce of the call before, also where it only opens: whoever reads again has to hear
            // the same.
            cipher = cipher();
            return -1;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("chunk " + number + " could not be decrypted", e);
        }
    }

    private static IvParameterSpec nonce(long number, boolean last) {
        byte[] nonce = new byte[NONCE_BYTES];
        ByteBuffer.wrap(nonce).putLong(COUNTER_AT, number);
        nonce[NONCE_BYTES - 1] = (byte) (last ? 1 : 0);
        return new IvParameterSpec(nonce);
    }
}
