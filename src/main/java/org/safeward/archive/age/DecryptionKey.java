package org.safeward.archive.age;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What whoever reads a file has to open it with, should it be encrypted. */
public sealed interface DecryptionKey extends AutoCloseable permits Identity, PayloadKey, DecryptionKey.None {
    /** For files that are not encrypted. */
    DecryptionKey NONE = new None();

    /**
     * The key of one encrypted file.
     *
     * @throws Fault ENCRYPTED_*
     */
    PayloadKey of(SeekableByteChannel file) throws IOException;

    /** Forgets what it holds. */
    @Override
    void close();

    /** Opens nothing. */
    record None() implements DecryptionKey {
        @Override
        public PayloadKey of(SeekableByteChannel file) {
            throw new Fault(ErrorCode.ENCRYPTED_NO_IDENTITY);
        }

        @Override
        public void close() {
            // There is nothing to forget.
        }
    }
}
