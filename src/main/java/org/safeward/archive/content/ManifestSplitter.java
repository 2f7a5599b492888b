package org.safeward.archive.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;

/**
 * Splits a file's last line off if it looks like a manifest. A line that looks like one may as well be part of a value, and
 * then others follow: so it is held back, and given on when it was not the last.
 *
 * <p>Memory: one chunk, and a held line up to {@link ManifestLine#MAX_BYTES}. Lines that do not begin as a manifest's are
 * never held, however long.
 */
final class ManifestSplitter {
    private static final int CHUNK = 128 * 1024;

    private final InputStream source;
    /** A newline and what a manifest's line begins with. */
    private final byte[] border;
    /** How far a search may skip when the border's last byte would stand on this byte (Horspool's algorithm). */
    private final int[] skip = new int[256];

    private byte[] window = new byte[2 * CHUNK];
    private int start;
    private int end;
    private boolean exhausted;
    private byte[] line;

    ManifestSplitter(InputStream source, ScriptKind kind) {
        this.source = source;
        byte[] head = kind.manifestHead();
        border = new byte[head.length + 1];
        border[0] = '\n';
        System.arraycopy(head, 0, border, 1, head.length);
        Arrays.fill(skip, border.length);
        for (int i = 0; i < border.length - 1; i++) {
            skip[border[i] & 0xFF] = border.length - 1 - i;
        }
    }

    /** Writes everything before the last line, or everything if that line does not look like a manifest. */
    void copyContent(OutputStream content) throws IOException {
        do {
            fill(CHUNK);
            int found = search();
            while (found >= 0) {
                give(content, found + 1 - start);
                if (holdsLastLine()) {
                    line = Arrays.copyOfRange(window, start, end);
                    window = null;
                    return;
                }
                // The line's own newline may be the beginning of the next border, so the search goes on with it.
                found = search();
            }
            give(content, exhausted ? end - start : Math.max(0, end - start - border.length + 1));
        } while (!exhausted);
    }

    /** The line split off, with its newline, if it has one: without, it was cut. */
    Optional<byte[]> line() {
        return Optional.ofNullable(line);
    }

    /** Reads on until it is known whether the line at the window's start is the last; false also when it is too long to be. */
    private boolean holdsLastLine() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (window[i] == '\n' && i + 1 < end) {
                    return false;
                }
            }
            searched = end;
            if (end - start > ManifestLine.MAX_BYTES) {
                return false;
            }
            int held = end - start;
            boolean complete = window[end - 1] == '\n';
            fill(complete ? 1 : CHUNK);
            searched = start + (complete ? held - 1 : held);
            if (exhausted) {
                return true;
            }
        }
    }

    private int search() {
        int last = border.length - 1;
        int at = start;
        while (at + last < end) {
            byte candidate = window[at + last];
            if (candidate == border[last] && Arrays.equals(window, at, at + last, border, 0, last)) {
                return at;
            }
            at += skip[candidate & 0xFF];
        }
        return -1;
    }

    private void give(OutputStream content, int length) throws IOException {
        content.write(window, start, length);
        start += length;
    }

    /** Reads up to so many more bytes into the window behind those that are not given yet; notes the end of the source. */
    private void fill(int bytes) throws IOException {
        int kept = end - start;
        byte[] old = window;
        if (kept + bytes > window.length) {
            window = new byte[2 * kept + CHUNK];
        } else if (window.length > 4 * CHUNK && kept + bytes <= 2 * CHUNK) {
            // A held line was given on: its memory goes too.
            window = new byte[2 * CHUNK];
        }
        if (start > 0 || window != old) {
            System.arraycopy(old, start, window, 0, kept);
            start = 0;
        }
        int read = source.read(window, kept, bytes);
        exhausted = read < 0;
        end = kept + Math.max(0, read);
    }
}
