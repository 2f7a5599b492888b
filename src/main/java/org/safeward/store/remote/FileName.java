package org.safeward.store.remote;

import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Names that every place can keep: no path, nothing hidden, nothing that a terminal or a header takes for something else. */
public final class FileName {
    /** File systems take 255. */
    private static final int MOST_BYTES = 200;

    private FileName() {}

    /**
     * @return the name as it is
     * @throws IllegalArgumentException when it is empty, longer than 200 bytes of UTF-8, begins with a dot, or has a slash, backslash,
     *     control character or half a character
     */
    public static String require(String name) {
        boolean odd = name.isEmpty()
                || name.startsWith(".")
                || name.chars().anyMatch(c -> c == '/' || c == '\\' || Character.isISOControl(c));
        if (odd || bytes(name) > MOST_BYTES) {
            throw new IllegalArgumentException("no name for a stored file");
        }
        return name;
    }

    /** Whether {@link #require} takes it: files that others put there may have any name. */
    public static boolean isValid(String name) {
        try {
            require(name);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int bytes(String name) {
        try {
            return StandardCharsets.UTF_8
                    .newEncoder()
                    .encode(CharBuffer.wrap(name))
                    .remaining();
        } catch (CharacterCodingException e) {
            return Integer.MAX_VALUE;
        }
    }
}
