package org.safeward.archive.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A script in UTF-16 or UTF-32, as PowerShell writes whatever is redirected into a file. It is known by its byte order mark, or without
 * one by its first two characters: SQL begins in ASCII, and in no other encoding may a script hold a NUL.
 *
 * @param mark bytes of the byte order mark
 */
public record WideText(Charset charset, int mark) {

    private static final byte[] UTF_8_MARK = "\uFEFF".getBytes(StandardCharsets.UTF_8);

    public static Optional<WideText> of(byte[] beginning) {
        int[] first = new int[4];
        Arrays.fill(first, -1);
        for (int i = 0; i < Math.min(4, beginning.length); i++) {
            first[i] = beginning[i] & 0xFF;
        }
        if (is(first, 0xFF, 0xFE, 0, 0)) {
            return found("UTF-32LE", 4);
        }
        if (is(first, 0, 0, 0xFE, 0xFF)) {
            return found("UTF-32BE", 4);
        }
        if (first[0] == 0xFF && first[1] == 0xFE) {
            return found("UTF-16LE", 2);
        }
        if (first[0] == 0xFE && first[1] == 0xFF) {
            return found("UTF-16BE", 2);
        }
        if (isAscii(first[0]) && first[1] == 0 && isAscii(first[2]) && first[3] == 0) {
            return found("UTF-16LE", 0);
        }
        if (first[0] == 0 && isAscii(first[1]) && first[2] == 0 && isAscii(first[3])) {
            return found("UTF-16BE", 0);
        }
        return Optional.empty();
    }

    private static boolean is(int[] first, int... wanted) {
        return Arrays.equals(first, wanted);
    }

    private static boolean isAscii(int b) {
        return b > 0 && b < 0x80;
    }

    private static Optional<WideText> found(String charset, int mark) {
        return Optional.of(new WideText(Charset.forName(charset), mark));
    }

    /**
     * Gives the text on in UTF-8, with the byte order mark that says so: then nobody takes it for what the script may say of its encoding.
     *
     * @param name of the file, for messages
     * @throws Fault BACKUP_DAMAGED when it is not valid: nothing is replaced by question marks
     */
    public void copy(InputStream wide, OutputStream utf8, String name) throws IOException {
        wide.skipNBytes(mark);
        utf8.write(UTF_8_MARK);
        Reader reader = new InputStreamReader(
                wide,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        Writer writer = new OutputStreamWriter(utf8, StandardCharsets.UTF_8);
        try {
            reader.transferTo(writer);
        } catch (CharacterCodingException e) {
            throw new Fault(e, ErrorCode.BACKUP_DAMAGED, name + ": " + charset.name());
        }
        writer.flush();
    }
}
