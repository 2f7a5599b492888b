package org.safeward.monitoring;

import java.util.Locale;

/** The values that go up and down; each has a label {@code database} unless it says otherwise. Names follow Prometheus' conventions. */
enum Gauge {
    CATALOG_UP("1 when the catalog can be reached. No label."),
    BACKUP_LAST_SUCCESS_TIMESTAMP_SECONDS("When the newest good backup was completed. Absent while there is none."),
    BACKUP_LAST_SUCCESS_AGE_SECONDS("How long ago the newest good backup was completed."),
    BACKUP_LAST_DURATION_SECONDS(
            "How long the newest good backup took, from its start until it was read back and in place."),
    BACKUP_LAST_FILE_BYTES("Size of the newest good backup's file."),
    BACKUP_LAST_SQL_BYTES("Size of the newest good backup before compression."),
    BACKUP_LAST_ROWS("Rows in the newest good backup."),
    BACKUP_LAST_RATE_BYTES_PER_SECOND("Uncompressed bytes of the newest good backup by its duration."),
    LAST_PROVEN_TIMESTAMP_SECONDS(
            "When a drill last restored a backup and found it to be what was backed up. Absent while none has."),
    RESTORE_LAST_SUCCESS_TIMESTAMP_SECONDS("When the last completed restore ended. Absent while there is none."),
    RESTORE_LAST_DURATION_SECONDS("How long the last completed restore took."),
    JOB_RUNNING("1 while a job of this kind runs. Labels database and kind."),
    JOB_RUNNING_SECONDS("How long it has been running. Labels database and kind; absent when none runs."),
    JOB_WAITING("1 while a job of this kind waits for its turn. Labels database and kind."),
    BACKUP_NEXT_RUN_TIMESTAMP_SECONDS("When the next automatic backup is due. Absent when they are off."),
    BACKUP_OVERDUE("1 when there has been no good backup for twice the interval of the schedule."),
    BACKUP_DAMAGED("How many backups have a copy that is damaged and could not be healed."),
    BACKUP_STRANGE("How many backups are strange and not acknowledged: while there is one, those before it are held."),
    COPY_AGE_SECONDS(
            "How long ago the newest backup was completed that is good at a destination. Labels database and destination; absent while none is."),
    DESTINATION_FAILING("1 while what was tried last at a destination has failed. Label destination."),
    DESTINATION_UNLOCKED_COPIES(
            "How many good copies at a destination shall be locked and are not. Label destination; absent where none shall be."),
    CATALOG_BACKUP_AGE_SECONDS(
            "How long ago Safeward's own catalog was backed up to an encrypted destination. Label destination; absent while it never was."),
    CATALOG_BACKUP_FAILING(
            "1 while the last backup of the catalog to an encrypted destination has failed, or one is overdue. Label destination."),
    BACKUP_DIRECTORY_FREE_BYTES("Bytes that can still be written into the backup directory."),
    BACKUP_DIRECTORY_WRITABLE("1 when a backup could be written into the backup directory.");

    private final String help;

    Gauge(String help) {
        this.help = help;
    }

    String metric() {
        return "safeward_" + name().toLowerCase(Locale.ROOT);
    }

    String help() {
        return help;
    }
}
