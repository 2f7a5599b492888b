package org.safeward.archive.content;

import java.io.InputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform has, as lower-case hex. */
public final class Sha256 {
    private final MessageDigest digest = newDigest();

    public void update(byte[] bytes, int offset, int length) {
        digest.update(bytes, offset, length);
    }

    /** The stream, with all that is read from it (but not skipped) checksummed here. */
    public InputStream reading(InputStream source) {
        return new DigestInputStream(source, digest);
    }

    /** The checksum of all bytes so far. Called once. */
    public String hex() {
        return HexFormat.of().formatHex(digest.digest());
    }

    public static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(newDigest().digest(bytes));
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java platform lacks SHA-256, which all have to have", e);
        }
    }
}
