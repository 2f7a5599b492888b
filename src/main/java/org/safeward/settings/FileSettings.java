package org.safeward.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.parallel.Compression;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/**
 * How backup files are written, and what opens them.
 *
 * @param packed how backups are packed that are to be
 * @param compression how hard, and on how many processors
 * @param snapshots whether packed backups are images of the database where there are such
 * @param recipients public keys that backups in the backup directory are encrypted to; empty when they are not encrypted
 * @param encryptSafety whether safety backups are encrypted too, so that an undo may ask for the identity
 * @param identityDays for how long it is enough that somebody has shown what opens an encrypted place; empty when nobody is to be reminded
 * @param identityFile the operator's file with what opens encrypted backups; read anew each time it is needed
 */
public record FileSettings(
        BackupFormat packed,
        Compression compression,
        boolean snapshots,
        Optional<Recipients> recipients,
        boolean encryptSafety,
        Optional<Duration> identityDays,
        Optional<Path> identityFile) {
    private static final String LEVEL = "safeward.backup.compression-level";
    private static final int DEFAULT_ZSTD = 3;
    private static final int FASTEST_ZSTD = 1;
    private static final String RECIPIENTS = "safeward.backup.recipients";
    private static final String IDENTITY_FILE = "safeward.identity-file";

    static FileSettings of(SettingReader read) {
        BackupFormat packed =
                read.either("safeward.backup.compression", "zip", "zstd") ? BackupFormat.ZSTD : BackupFormat.ZIP;
        Compression compression = compression(read, packed);
        return new FileSettings(
                packed,
                compression,
                read.either("safeward.backup.format", "sql", "snapshot"),
                recipients(read),
                read.flag("safeward.backup.encrypt-safety", false),
                Optional.of(Duration.ofDays(read.number("safeward.identity.days", 365, 0, 3650)))
                        .filter(time -> !time.isZero()),
                identityFile(read));
    }

    /** How hard a snapshot is packed, which is packed by zstd in any case. @param fast to save time rather than room */
    public Compression ofSnapshots(boolean fast) {
        int level = fast ? FASTEST_ZSTD : packed == BackupFormat.ZSTD ? compression.level() : DEFAULT_ZSTD;
        return new Compression(level, compression.threads());
    }

    private static Compression compression(SettingReader read, BackupFormat packed) {
        int level = packed == BackupFormat.ZIP ? read.number(LEVEL, 5, 1, 9) : read.number(LEVEL, DEFAULT_ZSTD, 1, 19);
        return Compression.atLevel(level)
                .onAtMost(read.number("safeward.backup.processors", Compression.MOST_THREADS, 1, 1000));
    }

    private static Optional<Recipients> recipients(SettingReader read) {
        try {
            return read.text(RECIPIENTS).map(Recipients::parse);
        } catch (Fault e) {
            read.fault(RECIPIENTS, "is refused: " + Messages.ENGLISH.message(e) + ". " + Messages.ENGLISH.hint(e));
            return Optional.empty();
        }
    }

    /** A file that is wrong is found at the start, not on the day when it is needed. */
    private static Optional<Path> identityFile(SettingReader read) {
        Optional<Path> file = Optional.ofNullable(read.path(IDENTITY_FILE, null));
        file.ifPresent(path -> {
            try {
                Identity.parse(Files.readString(path)).close();
            } catch (IOException e) {
                read.fault(IDENTITY_FILE, "names a file that cannot be read");
            } catch (Fault e) {
                read.fault(IDENTITY_FILE, "names a file that holds no identity of age");
            }
        });
        return file;
    }
}
