package org.safeward.backup.offsite;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.NoSuchFileException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.PayloadKey;
import org.safeward.fault.Fault;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.ResumedContent;

/**
 * Reads what lies in a destination, all of it, and says whether it is what was sent there.
 *
 * @param size of the file as it should lie there, in bytes; no more is read than one byte behind it
 * @param sha256 of the same
 * @param inside what has to come out of one that was encrypted just now; empty where nobody here can open it, or it is not encrypted
 */
public record CopyProof(long size, String sha256, Optional<Inside> inside) {
    private static final int BUFFER_BYTES = 1 << 18;

    /** @param sha256 of the plain file */
    public record Inside(PayloadKey key, String sha256) {}

    /**
     * @param reached is told the bytes that were read; what it throws ends the reading
     * @return false when it is gone, or another one
     * @throws Fault with a code DESTINATION_* when that cannot be told now
     */
    public boolean holds(RemoteStore store, String name, LongConsumer reached) throws IOException {
        MessageDigest there = EncryptCopy.sha256();
        try (InputStream in = new DigestInputStream(new ResumedContent(store, name, size, reached), there)) {
            boolean opens = inside.isEmpty()
                    || sum(DecryptedStream.open(in, inside.get().key()))
                            .equals(inside.get().sha256());
            in.transferTo(OutputStream.nullOutputStream());
            return opens && HexFormat.of().formatHex(there.digest()).equals(sha256);
        } catch (NoSuchFileException e) {
            return false;
        } catch (Fault e) {
            if (e.code().name().startsWith("ENCRYPTED_")) {
                return false;
            }
            throw e;
        }
    }

    private static String sum(InputStream in) throws IOException {
        MessageDigest digest = EncryptCopy.sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
