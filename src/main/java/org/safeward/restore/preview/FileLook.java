package org.safeward.restore.preview;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.backup.fetch.NearestLook;
import org.safeward.catalog.BackupRecord;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.restore.source.RestoreSource;

/** Whether the file of a restore is there, by its name and size; for a backup, where the restore would take it from. */
@ApplicationScoped
class FileLook {
    @Inject
    private NearestLook nearest;

    RestoreCheck of(RestoreSource source, Messages messages) {
        return source.record()
                .map(record -> ofRecord(record, messages))
                .orElseGet(() -> ofUpload(source.upload().orElseThrow(), source.size(), messages));
    }

    private RestoreCheck ofRecord(BackupRecord record, Messages messages) {
        try {
            NearestLook.Seen seen = nearest.at(record);
            if (seen.nearest()) {
                return RestoreCheck.passed("file", messages.text("PREVIEW_FILE"));
            }
            if (seen.sealed()) {
                return RestoreCheck.passed("file", messages.text("PREVIEW_SEALED", seen.place()));
            }
            String text = seen.why().isEmpty()
                    ? messages.text("PREVIEW_FETCHED", seen.place())
                    : messages.text("PREVIEW_OTHER_COPY", seen.place(), seen.why());
            return RestoreCheck.passed("file", text);
        } catch (Fault e) {
            return RestoreCheck.failed("file", e, messages);
        }
    }

    private static RestoreCheck ofUpload(Path file, long expected, Messages messages) {
        try {
            if (!Files.exists(file)) {
                return RestoreCheck.failed("file", new Fault(ErrorCode.BACKUP_FILE_MISSING, file), messages);
            }
            long size = Files.size(file);
            return size == expected
                    ? RestoreCheck.passed("file", messages.text("PREVIEW_FILE"))
                    : RestoreCheck.failed(
                            "file", new Fault(ErrorCode.BACKUP_DAMAGED, size + " / " + expected + " B"), messages);
        } catch (IOException e) {
            return RestoreCheck.unknown("file", e.getMessage());
        }
    }
}
