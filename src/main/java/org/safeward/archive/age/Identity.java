package org.safeward.archive.age;

import com.exceptionfactory.jagged.FileKey;
import com.exceptionfactory.jagged.RecipientStanza;
import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The secret that opens files: one or several keys {@code AGE-SECRET-KEY-1...}. Held only as long as a job or a request needs it, and forgotten
 * when it is closed; what the JDK made of it is left to the garbage collector, as it offers nothing to overwrite it with.
 */
public final class Identity implements DecryptionKey {
    /** Each is tried with each stanza of a header. */
    private static final int MOST = 16;

    private static final int MOST_CHARACTERS = 16 * 1024;
    private static final String KEY = "AGE-SECRET-KEY-1";

    private volatile List<RecipientStanzaReader> readers;

    private Identity(List<RecipientStanzaReader> readers) {
        this.readers = readers;
    }

    /**
     * Takes a key, or the text of an identity file as {@code age-keygen} writes it: a key in each line, empty lines and lines that begin with {@code #} do not count.
     *
     * @throws Fault IDENTITY_INVALID, which shows nothing of the text
     */
    public static Identity parse(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new Fault(ErrorCode.IDENTITY_INVALID);
        }
        List<RecipientStanzaReader> readers = text.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .limit(MOST + 1)
                .map(Identity::reader)
                .toList();
        if (readers.isEmpty() || readers.size() > MOST) {
            throw new Fault(ErrorCode.IDENTITY_INVALID);
        }
        return new Identity(readers);
    }

    private static RecipientStanzaReader reader(String key) {
        if (!key.startsWith(KEY)) {
            throw new Fault(ErrorCode.IDENTITY_INVALID);
        }
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(key);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without its cause, whose message may hold a part of the key.
            throw new Fault(ErrorCode.IDENTITY_INVALID);
        }
    }

    @Override
    public PayloadKey of(SeekableByteChannel file) throws IOException {
        return Header.open(Header.read(file, Header.MOST_BYTES), this);
    }

    /**
     * Whether it opens what is encrypted to a recipient, by a header that is made for that one just now.
     *
     * @throws Fault RECIPIENT_INVALID
     */
    public boolean isOf(String publicKey) {
        try (PayloadKey made = Header.make(Recipients.parse(publicKey));
                PayloadKey opened = Header.open(made.header(), this)) {
            return true;
        } catch (Fault e) {
            if (e.code() == ErrorCode.ENCRYPTED_FOR_OTHERS) {
                return false;
            }
            throw e;
        }
    }

    /** The key of the file that has these stanzas; empty when none of them is for us. */
    Optional<FileKey> open(Iterable<RecipientStanza> stanzas) {
        List<RecipientStanzaReader> known = readers;
        if (known.isEmpty()) {
            throw new IllegalStateException("the identity is closed");
        }
        for (RecipientStanzaReader reader : known) {
            try {
                return Optional.of(reader.getFileKey(stanzas));
            } catch (GeneralSecurityException e) {
                // Not for this key: the next may be the one.
            }
        }
        return Optional.empty();
    }

    /** Forgets the keys. Safe to call again. */
    @Override
    public void close() {
        readers = List.of();
    }

    @Override
    public String toString() {
        return "Identity";
    }
}
