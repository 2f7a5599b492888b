package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.ScriptKind;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;

class CopyNameTest {
    private static final BackupRecord RECORD = new BackupRecord("shop", BackupOrigin.REQUEST, "", true, Instant.EPOCH);

    /** What tells programs how to open a file stays at its end, of each format that there is. */
    @ParameterizedTest
    @EnumSource(BackupFormat.class)
    void aNumberStandsBeforeWhatTheNameEndsWith(BackupFormat format) {
        for (ScriptKind kind : ScriptKind.values()) {
            String suffix = format.suffix(kind);
            CopyName plain = CopyName.of(RECORD, "backup_1" + suffix, false);
            assertEquals("shop-backup_1" + suffix, plain.numbered(1));
            assertEquals("shop-backup_1_2" + suffix, plain.numbered(2));
            assertEquals(
                    "shop-backup_1_2" + suffix + ".age",
                    CopyName.of(RECORD, "backup_1" + suffix, true).numbered(2));
        }
    }

    @Test
    void aNameOfSomebodyElsesStaysWhole() {
        assertEquals("shop-notes.txt_2", CopyName.of(RECORD, "notes.txt", false).numbered(2));
    }
}
