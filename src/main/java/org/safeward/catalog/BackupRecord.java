package org.safeward.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * One backup: from the moment it is asked for, through running, to completed or one of the other ends. A record that is completed
 * has a file that was read back.
 */
@Entity
@Table(name = "backup_record")
@NamedQuery(name = "BackupRecord.naming", query = "SELECT COUNT(r) FROM BackupRecord r WHERE r.filePath = :path")
@NamedQuery(name = "BackupRecord.ofJob", query = "SELECT r FROM BackupRecord r WHERE r.taskId = :job ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.unfinished",
        query = "SELECT r FROM BackupRecord r WHERE r.status IN (org.safeward.catalog.RunState.PENDING,"
                + " org.safeward.catalog.RunState.RUNNING) ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.newestGood",
        query =
                "SELECT r FROM BackupRecord r WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL AND r.verifiedAt IS NOT NULL AND r.degraded = false AND r.checks.fileDamagedAt IS NULL"
                        + " AND r.status = org.safeward.catalog.RunState.COMPLETED AND r.completedAt <= :now"
                        + Whereabouts.LIES_SOMEWHERE
                        + " ORDER BY r.completedAt DESC, r.id DESC")
@NamedQuery(
        name = "BackupRecord.newestProven",
        query =
                "SELECT r FROM BackupRecord r WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL AND r.provenAt IS NOT NULL ORDER BY r.provenAt DESC, r.id DESC")
@NamedQuery(
        name = "BackupRecord.newestExamined",
        query =
                "SELECT r FROM BackupRecord r WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL AND r.verifiedAt IS NOT NULL AND r.degraded = false AND r.checks.fileDamagedAt IS NULL"
                        + " AND r.status = org.safeward.catalog.RunState.COMPLETED AND r.completedAt <= :now"
                        + Whereabouts.LIES_SOMEWHERE
                        + " AND r.origin <> org.safeward.catalog.BackupOrigin.SAFETY ORDER BY r.completedAt DESC, r.id DESC")
@NamedQuery(
        name = "BackupRecord.damaged",
        query = "SELECT r.id FROM BackupRecord r WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL"
                + " AND (r.checks.fileDamagedAt IS NOT NULL OR r.checks.copyDamagedAt IS NOT NULL) ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.strange",
        query =
                "SELECT r.id FROM BackupRecord r WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL AND r.strange = true"
                        + " AND r.acknowledgedAt IS NULL AND r.status = org.safeward.catalog.RunState.COMPLETED ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.afterNow",
        query =
                "SELECT r.id FROM BackupRecord r WHERE r.database = :database AND r.whereabouts.trashedAt IS NULL AND r.completedAt > :now ORDER BY r.id")
public class BackupRecord extends BackupFileRow {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "database_name")
    private String database;

    @Column(name = "task_id")
    private long taskId;

    @Enumerated(EnumType.STRING)
    private RunState status;

    @Enumerated(EnumType.STRING)
    private BackupOrigin origin;

    @Column(name = "created_reason")
    private String createdReason;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    @Column(name = "updated_at")
    @Convert(converter = InstantColumn.class)
    private Instant updatedAt;

    @Column(name = "started_at")
    @Convert(converter = InstantColumn.class)
    private Instant startedAt;

    @Column(name = "completed_at")
    @Convert(converter = InstantColumn.class)
    private Instant completedAt;

    private boolean pinned;

    @Column(name = "failure_reason")
    private String failureReason;

    @Enumerated(EnumType.STRING)
    @Column(name = "error_code")
    private ErrorCode errorCode;

    @Column(name = "error_arguments")
    @Convert(converter = WordsColumn.class)
    private List<String> errorArguments;

    @Embedded
    private Whereabouts whereabouts;

    protected BackupRecord() {}

    /** A backup that was asked for and has not begun. */
    public BackupRecord(String database, BackupOrigin origin, String reason, boolean compressed, Instant now) {
        super(compressed);
        this.database = database;
        this.origin = origin;
        this.createdReason = reason;
        this.status = RunState.PENDING;
        this.createdAt = now;
        this.updatedAt = now;
        this.failureReason = "";
    }

    public void start(Instant now) {
        status = RunState.RUNNING;
        startedAt = now;
        updatedAt = now;
    }

    @Override
    public void verified(VerifiedFile file, Instant now) {
        super.verified(file, now);
        updatedAt = now;
    }

    /** The file is under its final name. */
    public void complete(Instant now) {
        status = RunState.COMPLETED;
        completedAt = now;
        updatedAt = now;
    }

    /** Ends without a file; whatever was known of one is forgotten. */
    public void end(RunState end, Fault reason, String text, Instant now) {
        status = end;
        errorCode = reason.code();
        errorArguments = reason.arguments();
        failureReason = text;
        forgetFile();
        completedAt = now;
        updatedAt = now;
    }

    /** Only a pinned backup is safe from retention; a deletion by hand still removes it. */
    public void pin(boolean pinned, Instant now) {
        this.pinned = pinned;
        this.updatedAt = now;
    }

    public void belongTo(long job) {
        taskId = job;
    }

    /** From its start to its end, zero while it runs. */
    public Duration duration() {
        return startedAt == null || completedAt == null ? Duration.ZERO : Duration.between(startedAt, completedAt);
    }

    public Long id() {
        return id;
    }

    public String database() {
        return database;
    }

    public long taskId() {
        return taskId;
    }

    public RunState status() {
        return status;
    }

    public BackupOrigin origin() {
        return origin;
    }

    public String createdReason() {
        return createdReason;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    /** When it ended, in whichever way; null until then. */
    public Instant completedAt() {
        return completedAt;
    }

    public boolean pinned() {
        return pinned;
    }

    /** In the language of the server; empty when nothing failed. */
    public String failureReason() {
        return failureReason;
    }

    /** Null when nothing failed. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    public List<String> errorArguments() {
        return errorArguments;
    }

    /** Where its own file is. */
    public Whereabouts whereabouts() {
        return whereabouts == null ? Whereabouts.UNKNOWN : whereabouts;
    }

    public void whereabouts(Whereabouts now) {
        whereabouts = now;
    }

    @Override
    public Optional<Path> file() {
        return whereabouts().file(filePath());
    }

    /** Its own file goes on purpose, and it lives on by a copy: where that lies, for people. */
    public void fileRemoved(String copy, Instant now) {
        liesAt(copy);
        whereabouts = whereabouts().fileRemoved(now);
    }
}
