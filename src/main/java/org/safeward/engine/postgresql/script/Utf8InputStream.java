package org.safeward.engine.postgresql.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Text in another encoding, read as UTF-8. A byte sequence that the encoding does not know is a fault, never a question mark. */
final class Utf8InputStream extends InputStream {
    private final InputStreamReader reader;
    private final String charset;
    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private final CharBuffer chars = CharBuffer.allocate(1 << 13).flip();
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 15).flip();

    Utf8InputStream(InputStream in, Charset charset) {
        this.charset = charset.name();
        this.reader = new InputStreamReader(
                in,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    @Override
    public int read() throws IOException {
        return bytes.hasRemaining() || fill() ? bytes.get() & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (!bytes.hasRemaining() && !fill()) {
            return -1;
        }
        int count = Math.min(length, bytes.remaining());
        bytes.get(target, offset, count);
        return count;
    }

    private boolean fill() throws IOException {
        try {
            chars.compact();
            boolean end = reader.read(chars) < 0;
            chars.flip();
            bytes.clear();
            var result = encoder.encode(chars, bytes, end);
            if (result.isError()) {
                result.throwException();
            }
            bytes.flip();
            return bytes.hasRemaining() || !end && fill();
        } catch (CharacterCodingException e) {
            throw new Fault(e, ErrorCode.BACKUP_DAMAGED, "not valid " + charset);
        }
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
