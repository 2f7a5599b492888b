package org.safeward.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
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
import org.safeward.fault.Warning;

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
        query = "SELECT r FROM BackupRecord r WHERE r.status IN (org.safeward.catalog.BackupStatus.PENDING,"
                + " org.safeward.catalog.BackupStatus.RUNNING) ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.ofDatabase",
        query = "SELECT r FROM BackupRecord r WHERE r.database = :database ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.filePaths",
        query = "SELECT r.filePath FROM BackupRecord r WHERE r.filePath <> '' ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.filePathsOf",
        query = "SELECT r.filePath FROM BackupRecord r WHERE r.database = :database AND r.filePath <> '' ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.completedFiles",
        query =
                "SELECT NEW org.safeward.catalog.RecordFile(r.id, r.filePath) FROM BackupRecord r WHERE r.database = :database"
                        + " AND r.status = org.safeward.catalog.BackupStatus.COMPLETED ORDER BY r.id")
@NamedQuery(
        name = "BackupRecord.newestGood",
        query =
                "SELECT r FROM BackupRecord r WHERE r.database = :database AND r.verifiedAt IS NOT NULL AND r.degraded = false"
                        + " AND r.status = org.safeward.catalog.BackupStatus.COMPLETED AND r.completedAt <= :now"
                        + " ORDER BY r.completedAt DESC, r.id DESC")
@NamedQuery(
        name = "BackupRecord.afterNow",
        query = "SELECT r.id FROM BackupRecord r WHERE r.database = :database AND r.completedAt > :now ORDER BY r.id")
public class BackupRecord {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "database_name")
    private String database;

    @Column(name = "task_id")
    private long taskId;

    @Enumerated(EnumType.STRING)
    private BackupStatus status;

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

    @Column(name = "verified_at")
    @Convert(converter = InstantColumn.class)
    private Instant verifiedAt;

    @Column(name = "file_path")
    private String filePath;

    @Column(name = "copy_path")
    private String copyPath;

    @Column(name = "file_size")
    private long fileSize;

    @Column(name = "database_size")
    private long databaseSize;

    @Column(name = "table_count")
    private int tableCount;

    @Column(name = "row_count")
    private long rowCount;

    private boolean compressed;

    private String format;

    private boolean degraded;

    private boolean pinned;

    private String sha256;

    @Column(name = "content_sha256")
    private String contentSha256;

    @Column(name = "manifest_json")
    private String manifestJson;

    @Column(name = "failure_reason")
    private String failureReason;

    @Enumerated(EnumType.STRING)
    @Column(name = "error_code")
    private ErrorCode errorCode;

    @Column(name = "error_arguments")
    @Convert(converter = WordsColumn.class)
    private List<String> errorArguments;

    @Convert(converter = WarningsColumn.class)
    private List<Warning> warnings;

    protected BackupRecord() {}

    /** A backup that was asked for and has not begun. */
    public BackupRecord(String database, BackupOrigin origin, String reason, boolean compressed, Instant now) {
        this.database = database;
        this.origin = origin;
        this.createdReason = reason;
        this.compressed = compressed;
        this.status = BackupStatus.PENDING;
        this.createdAt = now;
        this.updatedAt = now;
        this.format = "sql";
        this.filePath = "";
        this.sha256 = "";
        this.contentSha256 = "";
        this.failureReason = "";
        this.warnings = List.of();
    }

    public void start(Instant now) {
        status = BackupStatus.RUNNING;
        startedAt = now;
        updatedAt = now;
    }

    /** The file was read back and is what was written; it is not yet under its final name. */
    public void verified(VerifiedFile file, Instant now) {
        filePath = file.path().toString();
        fileSize = file.fileSize();
        sha256 = file.fileSha256();
        databaseSize = file.sqlBytes();
        contentSha256 = file.sqlSha256();
        tableCount = file.tableCount();
        rowCount = file.rowCount();
        manifestJson = file.manifestJson();
        format = file.format();
        degraded = file.degraded();
        warnings = file.warnings();
        verifiedAt = now;
        updatedAt = now;
    }

    /** The file is under its final name. */
    public void complete(Instant now) {
        status = BackupStatus.COMPLETED;
        completedAt = now;
        updatedAt = now;
    }

    /** Its copy in the second directory has its name there; null when it is gone. */
    public void copied(Path copy) {
        copyPath = copy == null ? null : copy.toString();
    }

    /** The copy that we have made; empty too for one from before copies were noted. */
    public Optional<Path> copyPath() {
        return Optional.ofNullable(copyPath).map(Path::of);
    }

    /** Ends without a file; whatever was known of one is forgotten. */
    public void end(BackupStatus end, Fault reason, String text, Instant now) {
        status = end;
        errorCode = reason.code();
        errorArguments = reason.arguments();
        failureReason = text;
        filePath = "";
        fileSize = 0;
        sha256 = "";
        verifiedAt = null;
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

    public BackupStatus status() {
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

    /** When its file was read back; null until then. */
    public Instant verifiedAt() {
        return verifiedAt;
    }

    /** Empty while there is none. */
    public String filePath() {
        return filePath;
    }

    public long fileSize() {
        return fileSize;
    }

    /** Bytes of the SQL. */
    public long databaseSize() {
        return databaseSize;
    }

    public int tableCount() {
        return tableCount;
    }

    public long rowCount() {
        return rowCount;
    }

    public boolean compressed() {
        return compressed;
    }

    /** {@code sql} or {@code json}. */
    public String format() {
        return format;
    }

    /** Made without the engine's own dump program, and so never counted as a good backup. */
    public boolean degraded() {
        return degraded;
    }

    /** What will not come back from it, or not as it was; as far as the backup could tell. */
    public List<Warning> warnings() {
        return warnings;
    }

    public boolean pinned() {
        return pinned;
    }

    /** Of the file. */
    public String sha256() {
        return sha256;
    }

    /** Of the SQL before the manifest. */
    public String contentSha256() {
        return contentSha256;
    }

    /** Null until verified. */
    public String manifestJson() {
        return manifestJson;
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
}
