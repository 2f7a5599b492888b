package org.safeward.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.ContentComparison.State;

/** Values that are the same may have been written, and so hashed, in two ways: then they were only counted. */
class BackupContentTest {
    private static final String SESSION = "{\"lc_monetary\":\"C\",\"work_mem\":\"4MB\"}";

    @Test
    void digestsOfOneBasisAreCompared() {
        assertEquals(
                State.CHANGED, state(content("17.2", SESSION, "UTF8", "a"), content("16.1", SESSION, "UTF8", "b")));
        assertEquals(
                State.SAME,
                state(
                        content("17.2", SESSION, "UTF8", "a"),
                        content("17.2", "{\"lc_monetary\":\"C\",\"work_mem\":\"8MB\"}", "UTF8", "a")));
        assertEquals(State.CHANGED, state(content("3.50.1", null, "UTF8", "a"), content("3.8", null, "UTF8", "b")));
    }

    @Test
    void otherEncodingsAreOnlyCounted() {
        ContentComparison compared =
                content("17.2", SESSION, "UTF8", "a").against(content("17.2", SESSION, "SQL_ASCII", "b"));
        assertEquals(State.ONLY_COUNTED, compared.tables().get(0).state());
        assertEquals(Map.of(), compared.others());
    }

    @Test
    void otherMoneyIsOnlyCounted() {
        assertEquals(
                State.ONLY_COUNTED,
                state(
                        content("17.2", SESSION, "UTF8", "a"),
                        content("17.2", "{\"lc_monetary\":\"de_DE\"}", "UTF8", "b")));
    }

    @Test
    void theFloatsOfOldServersAreOnlyCounted() {
        assertEquals(
                State.ONLY_COUNTED,
                state(content("11.22 (Debian)", SESSION, "UTF8", "a"), content("17.2", SESSION, "UTF8", "b")));
        assertEquals(
                State.CHANGED, state(content("11.22", SESSION, "UTF8", "a"), content("11.1", SESSION, "UTF8", "b")));
    }

    private static State state(BackupContent left, BackupContent right) {
        return left.against(right).tables().get(0).state();
    }

    private static BackupContent content(String version, String session, String encoding, String digest) {
        Map<String, String> details = session == null
                ? Map.of("digest_schema", digest)
                : Map.of("digest_schema", digest, "session", session, "content_encoding", encoding);
        return new BackupContent(version, List.of(new Manifest.Table("t", 1, digest.repeat(32))), details);
    }
}
