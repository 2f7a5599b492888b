package org.safeward.archive.content;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ManifestSplitterTest {
    private static final String HEAD = "-- Safeward manifest: ";

    private record Split(String content, Optional<String> line) {}

    /** Splits the text, which arrives in pieces of random length up to {@code longestPiece}. */
    private static Split split(String text, int longestPiece, long seed) throws IOException {
        Random random = new Random(seed);
        InputStream pieces = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                return super.read(target, offset, Math.min(length, 1 + random.nextInt(longestPiece)));
            }
        };
        ManifestSplitter splitter = new ManifestSplitter(pieces, ScriptKind.SQL);
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        splitter.copyContent(content);
        return new Split(
                content.toString(StandardCharsets.ISO_8859_1),
                splitter.line().map(line -> new String(line, StandardCharsets.ISO_8859_1)));
    }

    private static void assertSplit(String content, String line) throws IOException {
        for (int longestPiece : new int[] {1, 2, 3, 7, 1_000_000}) {
            for (int seed = 0; seed < 5; seed++) {
                assertEquals(
                        new Split(content, Optional.ofNullable(line)),
                        split(content + (line == null ? "" : line), longestPiece, seed));
            }
        }
    }

    @Test
    void onlyTheLastLineIsSplitOff() throws IOException {
        assertSplit("a;\n", HEAD + "{}\n");
        assertSplit("a;\n", HEAD + "{}");
        assertSplit("a;\n", HEAD);
        assertSplit("a;\n" + HEAD + "{}\n", HEAD + "{}\n");
        assertSplit("a;\n" + HEAD + "{}\nb;\n", HEAD + "{}\n");
        assertSplit("\n\n" + HEAD + HEAD + "\n\n" + HEAD + "\n", HEAD + HEAD + "\n");
    }

    @Test
    void whatIsNotALastLineIsContent() throws IOException {
        assertSplit("", null);
        assertSplit("\n", null);
        assertSplit("a;\n" + HEAD + "{}\n\n", null);
        assertSplit("a;\n" + HEAD + "{}\nb", null);
        assertSplit("a; " + HEAD + "{}\n", null);
        assertSplit("a;\n " + HEAD + "{}\n", null);
        assertSplit("a;\n" + HEAD.strip() + "{}\n", null);
        assertSplit("\n-- Safeward manifes", null);
    }

    /** A slow, plain reading of the same rule, on texts that are nothing but likenesses of manifests. */
    @Test
    void likenessesOfManifestsAreToldApart() throws IOException {
        String[] parts = {"\n", "\n-- ", HEAD, "-- Safeward ", "{}", "manifest: ", "\n" + HEAD + "{}\n", "x"};
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(12); j >= 0; j--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            String whole = text.toString();
            int lastLine = whole.lastIndexOf('\n', Math.max(0, whole.length() - 2)) + 1;
            boolean looksLikeOne = lastLine > 0 && whole.startsWith(HEAD, lastLine);
            Split expected = looksLikeOne
                    ? new Split(whole.substring(0, lastLine), Optional.of(whole.substring(lastLine)))
                    : new Split(whole, Optional.empty());
            assertEquals(expected, split(whole, 1 + random.nextInt(30), i), whole);
        }
    }

    @Test
    void veryLongLinesAreNotHeld() throws IOException {
        long length = 300L << 20;
        Count count = new Count();
        new ManifestSplitter(new Repeated("-- Safeward manifest ", length), ScriptKind.SQL).copyContent(count);
        assertEquals(length, count.bytes);
        assertTrue(count.longest < 1 << 20, "a buffer of " + count.longest);
    }

    @Test
    void aLineTooLongForAManifestIsContent() throws IOException {
        String line = "a;\n" + HEAD;
        Count count = new Count();
        InputStream text = new java.io.SequenceInputStream(
                new ByteArrayInputStream(line.getBytes(StandardCharsets.US_ASCII)),
                new Repeated("x", 2L * ManifestLine.MAX_BYTES));
        ManifestSplitter splitter = new ManifestSplitter(text, ScriptKind.SQL);
        splitter.copyContent(count);
        assertEquals(line.length() + 2L * ManifestLine.MAX_BYTES, count.bytes);
        assertTrue(splitter.line().isEmpty());
    }

    private static final class Count extends OutputStream {
        long bytes;
        int longest;

        @Override
        public void write(int value) {
            bytes++;
        }

        @Override
        public void write(byte[] source, int offset, int length) {
            bytes += length;
            longest = Math.max(longest, source.length);
        }
    }

    /** A text over and over, without newline. */
    private static final class Repeated extends InputStream {
        private final byte[] text;
        private long left;

        Repeated(String text, long bytes) {
            this.text = text.repeat(1000).getBytes(StandardCharsets.US_ASCII);
            this.left = bytes;
        }

        @Override
        public int read() {
            return left-- > 0 ? 'x' : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int given = (int) Math.min(Math.min(length, text.length), left);
            System.arraycopy(text, 0, target, offset, given);
            left -= given;
            return given;
        }
    }
}
