package org.safeward.archive.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.framework.format.StandardPayloadKeyReader;
import com.exceptionfactory.jagged.framework.format.StandardPayloadKeyWriter;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.util.Arrays;
import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What an age file begins with: its key, once for each recipient, a checksum by that key, and the payload's nonce. */
public final class Header {
    /** A header of ours with the most recipients has a tenth of it; more is somebody's attempt to keep us busy. */
    static final int MOST_BYTES = 64 * 1024;

    private static final byte[] VERSIONS = "age-encryption.org/".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----".getBytes(StandardCharsets.US_ASCII);

    /** So many bytes {@link #begins} looks at. */
    public static final int LOOK = ARMOR.length;

    private static final String PASSPHRASE = "scrypt";

    private Header() {}

    /** @param beginning the first {@link #LOOK} bytes, or all where there are fewer */
    public static boolean begins(byte[] beginning) {
        return startsWith(beginning, VERSIONS) || startsWith(beginning, ARMOR);
    }

    private static boolean startsWith(byte[] bytes, byte[] beginning) {
        return bytes.length >= beginning.length
                && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
    }

    /** Whether a file is in the age format, of whatever version, armored or not. */
    public static boolean begins(SeekableByteChannel file) throws IOException {
        return begins(read(file, LOOK));
    }

    /** So many bytes from the file's beginning, or all where there are fewer. */
    static byte[] read(SeekableByteChannel file, int most) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, file.size()));
        fill(file, 0, bytes);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }

    static void fill(SeekableByteChannel file, long start, ByteBuffer bytes) throws IOException {
        file.position(start);
        int read = 0;
        while (bytes.hasRemaining() && read >= 0) {
            read = file.read(bytes);
        }
    }

    /** A new key for a new file, with the header that goes before its chunks. */
    static PayloadKey make(Recipients recipients) {
        ByteBuffer header = ByteBuffer.allocate(MOST_BYTES);
        try {
            var key = new StandardPayloadKeyWriter().writeFileHeader(header, recipients.writers());
            return new PayloadKey(Arrays.copyOf(header.array(), header.position()), key);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the header of an encrypted file could not be made", e);
        }
    }

    /**
     * The key of the file that begins with these bytes.
     *
     * @param beginning the first {@link #MOST_BYTES}, or all where there are fewer
     * @throws Fault ENCRYPTED_*
     */
    static PayloadKey open(byte[] beginning, Identity identity) {
        if (startsWith(beginning, ARMOR)) {
            throw new Fault(ErrorCode.ENCRYPTED_ARMORED);
        }
        ByteBuffer header = ByteBuffer.wrap(beginning);
        Opening opening = new Opening(identity);
        try {
            var key = new StandardPayloadKeyReader().getPayloadKey(header, List.of(opening));
            return new PayloadKey(Arrays.copyOf(beginning, header.position()), key);
        } catch (GeneralSecurityException | IOException | BufferUnderflowException | IllegalArgumentException e) {
            throw new Fault(e, opening.fault());
        }
    }

    /** Tells apart why a header does not open, which jagged's exceptions do not. */
    private static final class Opening implements RecipientStanzaReader {
        private final Identity identity;
        private ErrorCode fault = ErrorCode.ENCRYPTED_HEADER;

        Opening(Identity identity) {
            this.identity = identity;
        }

        @Override
        public FileKey getFileKey(Iterable<RecipientStanza> stanzas) throws GeneralSecurityException {
            fault = ErrorCode.ENCRYPTED_FOR_OTHERS;
            for (RecipientStanza stanza : stanzas) {
                if (stanza.getType().equals(PASSPHRASE)) {
                    // The format lets it stand alone only. Its work factor, which somebody else chose, is never tried.
                    fault = ErrorCode.ENCRYPTED_PASSPHRASE;
                    throw new InvalidKeyException("encrypted by a passphrase");
                }
            }
            FileKey key = identity.open(stanzas).orElseThrow(() -> new InvalidKeyException("for no key of ours"));
            fault = ErrorCode.ENCRYPTED_DAMAGED;
            return key;
        }

        ErrorCode fault() {
            return fault;
        }
    }
}
