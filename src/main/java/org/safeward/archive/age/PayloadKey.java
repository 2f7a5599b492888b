package org.safeward.archive.age;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.spec.AlgorithmParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Opens the one file whose header it came from, and no other. In memory only, for as long as the file has to be read back.
 *
 * <p>Safe for several threads.
 */
public final class PayloadKey implements DecryptionKey {
    private final byte[] header;
    private volatile byte[] key;

    PayloadKey(byte[] header, SecretKey key) {
        this.header = header;
        this.key = key.getEncoded();
    }

    /** All before the first chunk, the nonce included: a file that begins otherwise is not ours. */
    byte[] header() {
        return header;
    }

    /** @throws Fault ENCRYPTED_DAMAGED when it is the key of another file */
    @Override
    public PayloadKey of(SeekableByteChannel file) throws IOException {
        if (!Arrays.equals(Header.read(file, header.length), header)) {
            throw new Fault(ErrorCode.ENCRYPTED_DAMAGED);
        }
        return this;
    }

    void prepare(Cipher cipher, int mode, AlgorithmParameterSpec nonce) throws GeneralSecurityException {
        byte[] known = key;
        if (known.length == 0) {
            throw new InvalidKeyException("the key of the file is closed");
        }
        cipher.init(mode, new SecretKeySpec(known, "ChaCha20"), nonce);
    }

    /** Forgets the key: from then on only an identity opens the file. Safe to call again. */
    @Override
    public void close() {
        byte[] known = key;
        key = new byte[0];
        Arrays.fill(known, (byte) 0);
    }

    @Override
    public String toString() {
        return "PayloadKey";
    }
}
