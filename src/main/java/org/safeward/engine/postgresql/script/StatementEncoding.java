package org.safeward.engine.postgresql.script;

import java.nio.charset.StandardCharsets;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** In which the statements of a script are written, one after the other: a script may change it on its way. */
final class StatementEncoding {
    private ContentEncoding next = ContentEncoding.UTF8;
    private ContentEncoding last = ContentEncoding.UTF8;

    /** In which the statements that come next are written. */
    void next(ContentEncoding encoding) {
        next = encoding;
    }

    /** Of the statement that was decoded last. */
    ContentEncoding last() {
        return last;
    }

    /**
     * The text of a statement. Bytes that are no text of a single-byte encoding stay bytes, a character each.
     *
     * @throws Fault BACKUP_DAMAGED when they should be UTF-8 and are not
     */
    String decoded(byte[] statement, long line) {
        last = next;
        if (isAscii(statement)) {
            // The same in every encoding, and half of the memory.
            return new String(statement, StandardCharsets.ISO_8859_1);
        }
        var decoded = next.text(statement);
        if (decoded.isPresent()) {
            return decoded.get();
        }
        if (next.equals(ContentEncoding.UTF8)) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, "line " + line + " is not valid UTF-8");
        }
        last = next.asBytes();
        return new String(statement, StandardCharsets.ISO_8859_1);
    }

    private static boolean isAscii(byte[] bytes) {
        byte bits = 0;
        for (byte next : bytes) {
            bits |= next;
        }
        return bits >= 0;
    }
}
