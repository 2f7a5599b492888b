package org.safeward.archive.content;

import java.nio.charset.StandardCharsets;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Files that are taken for scripts and are none, known by what they begin with: so that the message names what to do, and not the first
 * statement that is no SQL. What is called a database of SQLite is left to the engines, of which one is that.
 */
public final class OtherFormat {
    /** As much of the beginning as is looked at. */
    public static final int LOOK = 4096;

    private static final String SQLITE = "SQLite format 3\0";
    private static final int TAR_MAGIC = 257;

    private record Magic(String bytes, ErrorCode code, String name) {}

    /** ISO-8859-1. From the formats' own documents, and where they have none, from those of file(1). */
    private static final Magic[] KNOWN = {
        new Magic("\u001f\u008b", ErrorCode.FILE_COMPRESSED, "gzip"),
        new Magic("BZh", ErrorCode.FILE_COMPRESSED, "bzip2"),
        new Magic("\u00fd7zXZ\0", ErrorCode.FILE_COMPRESSED, "xz"),
        new Magic("\u0028\u00b5\u002f\u00fd", ErrorCode.FILE_COMPRESSED, "zstd"),
        new Magic("\u0004\"M\u0018", ErrorCode.FILE_COMPRESSED, "lz4"),
        new Magic("7z\u00bc\u00af'\u001c", ErrorCode.FILE_COMPRESSED, "7-Zip"),
        new Magic("Rar!\u001a\u0007", ErrorCode.FILE_COMPRESSED, "RAR"),
        new Magic("PGDMP", ErrorCode.DUMP_NOT_PLAIN, ""),
        new Magic("age-encryption.org/v1\n", ErrorCode.FILE_ENCRYPTED, "age"),
        new Magic("-----BEGIN AGE ENCRYPTED FILE-----", ErrorCode.FILE_ENCRYPTED, "age"),
        new Magic("-----BEGIN PGP MESSAGE-----", ErrorCode.FILE_ENCRYPTED, "OpenPGP"),
        new Magic("Salted__", ErrorCode.FILE_ENCRYPTED, "openssl enc"),
    };

    private OtherFormat() {}

    /**
     * @param beginning of the file or of a ZIP's entry: {@link #LOOK} bytes, or all that there is
     * @throws Fault FILE_COMPRESSED, FILE_ENCRYPTED, FILE_NOT_TEXT, DUMP_NOT_PLAIN
     */
    public static void refuse(byte[] beginning) {
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        for (Magic magic : KNOWN) {
            if (text.startsWith(magic.bytes())) {
                throw magic.name().isEmpty() ? new Fault(magic.code()) : new Fault(magic.code(), magic.name());
            }
        }
        if (text.startsWith("ustar", TAR_MAGIC)) {
            throw text.startsWith("toc.dat\0")
                    ? new Fault(ErrorCode.DUMP_NOT_PLAIN)
                    : new Fault(ErrorCode.FILE_COMPRESSED, "tar");
        }
        if (isOpenPgp(beginning)) {
            throw new Fault(ErrorCode.FILE_ENCRYPTED, "OpenPGP");
        }
        boolean known = text.startsWith(SQLITE) || text.startsWith(ScriptKind.SQL.header());
        if (!known && text.indexOf('\0') >= 0) {
            throw new Fault(ErrorCode.FILE_NOT_TEXT);
        }
    }

    /**
     * A session key packet, for a public key or a passphrase, with its version behind its length (RFC 4880, 4.2, 5.1 and 5.3). No script
     * begins with such bytes: they are no ASCII, and the version is a control character.
     */
    private static boolean isOpenPgp(byte[] bytes) {
        if (bytes.length < 4 || bytes[0] >= 0) {
            return false;
        }
        boolean newFormat = (bytes[0] & 0x40) != 0;
        int tag = newFormat ? bytes[0] & 0x3F : (bytes[0] & 0x3C) >> 2;
        int lengthBytes = newFormat ? 1 : 1 << (bytes[0] & 3);
        byte version = bytes[Math.min(1 + lengthBytes, bytes.length - 1)];
        return tag == 1 && version == 3 || tag == 3 && (version == 4 || version == 5);
    }
}
