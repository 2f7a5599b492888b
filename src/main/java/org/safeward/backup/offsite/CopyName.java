package org.safeward.backup.offsite;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.store.remote.FileName;

/**
 * What a copy is called in its destination, where all names lie side by side: {@code shop-backup_20260101_120000.sql.zip}, with {@code .age} behind when
 * it is encrypted on its way.
 *
 * @param stem up to where a number goes when the name is taken
 * @param ending from its point on
 */
record CopyName(String stem, String ending) {
    static final String ENCRYPTED = ".age";
    private static final int MARK = 16;

    private static final Pattern PARTS =
            Pattern.compile("(.+?)((?:\\.(?:sql|json|db))?(?:\\.(?:zip|zst))?(?:\\.age)?)");

    /** @param file the name of the backup's file */
    static CopyName of(BackupRecord record, String file, boolean encrypts) {
        Matcher parts = PARTS.matcher(file);
        String ending = (parts.matches() ? parts.group(2) : "") + (encrypts ? ENCRYPTED : "");
        String stem = parts.matches() ? parts.group(1) : file;
        CopyName name = new CopyName(record.database() + "-" + stem, ending);
        // An adopted file may have a name that not every place can keep.
        return name.fits() ? name : new CopyName(record.database() + "-backup-" + record.id(), ending);
    }

    private boolean fits() {
        try {
            return FileName.isValid(CopyManifest.fileName(marked("0".repeat(MARK))));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** One that nobody else has, by the content of the file. */
    String marked(String sha256) {
        return stem + "_" + sha256.substring(0, MARK) + ending;
    }

    /** The wanted one for 1, then with {@code _2}, {@code _3}, ... */
    String numbered(int number) {
        return number == 1 ? stem + ending : stem + "_" + number + ending;
    }
}
