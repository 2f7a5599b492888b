package org.safeward.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How databases are restored; all but the reserve is about PostgreSQL.
 *
 * @param mode how a restore goes live
 * @param trustUploads run uploaded scripts even with a role that may leave the database
 * @param keepPrevious keep the database that a restore replaced until the next good backup
 * @param maintenanceDatabase where to stand while databases are made, renamed and dropped
 * @param toolDirectory where pg_dump is; empty to look where systems put it
 * @param maxGrowth bytes that a database may grow by while an uploaded script is loaded; empty for what such a script can need
 * @param diskReserve bytes that a restore of SQLite keeps free; empty for a share of what is free
 * @param lockTimeout how long a swap waits for others' locks on the live database
 */
public record RestoreSettings(
        Mode mode,
        boolean trustUploads,
        boolean keepPrevious,
        String maintenanceDatabase,
        Optional<Path> toolDirectory,
        OptionalLong maxGrowth,
        Optional<Long> diskReserve,
        Duration lockTimeout) {

    /** How a restore goes live. */
    public enum Mode {
        AUTO,
        SWAP,
        IN_PLACE
    }

    static RestoreSettings of(SettingReader read) {
        return new RestoreSettings(
                read.parse("safeward.restore.mode", RestoreSettings::mode, Mode.AUTO, "auto, swap or in-place"),
                read.flag("safeward.restore.trust-uploads", false),
                read.flag("safeward.restore.keep-previous", true),
                read.text("safeward.restore.maintenance-database", "postgres"),
                Optional.ofNullable(read.path("safeward.postgresql.tools", null)),
                growth(read.bytes("safeward.restore.max-growth", 0)),
                Optional.of(read.bytes("safeward.restore.disk-reserve", 0)).filter(bytes -> bytes > 0),
                read.duration("safeward.restore.lock-timeout", Duration.ofSeconds(30)));
    }

    private static OptionalLong growth(long bytes) {
        return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
    }

    private static Mode mode(String text) {
        return Mode.valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
