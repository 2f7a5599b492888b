package org.safeward.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.MappedSuperclass;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.fault.Warning;

/** What a backup's record knows of its file. Nothing of it counts before the file was read back. */
@MappedSuperclass
public abstract class BackupFileRow {
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

    private String sha256;

    @Column(name = "content_sha256")
    private String contentSha256;

    @Column(name = "manifest_json")
    private String manifestJson;

    @Column(name = "verified_at")
    @Convert(converter = InstantColumn.class)
    private Instant verifiedAt;

    @Convert(converter = WarningsColumn.class)
    private List<Warning> warnings;

    @Column(name = "proven_at")
    @Convert(converter = InstantColumn.class)
    private Instant provenAt;

    @Column(name = "proven_from")
    private String provenFrom;

    private boolean strange;

    @Column(name = "acknowledged_at")
    @Convert(converter = InstantColumn.class)
    private Instant acknowledgedAt;

    @Embedded
    private CopyChecks checks;

    protected BackupFileRow() {}

    /** There is no file yet. */
    protected BackupFileRow(boolean compressed) {
        this.compressed = compressed;
        this.format = "sql";
        this.filePath = "";
        this.sha256 = "";
        this.contentSha256 = "";
        this.warnings = List.of();
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
    }

    /** It differs from the one before it as no ordinary day explains. */
    public void foundStrange(List<Warning> found) {
        warn(found);
        strange = true;
    }

    /** Something was found that its manifest does not say. */
    public void warn(List<Warning> found) {
        warnings = Stream.concat(warnings.stream(), found.stream()).toList();
    }

    /** Somebody says that it is right as it is. The first word counts. */
    public void acknowledge(Instant now) {
        acknowledgedAt = acknowledgedAt == null ? now : acknowledgedAt;
    }

    /** Its copy in the second directory has its name there; null when it is gone. */
    public void copied(Path copy) {
        copyPath = copy == null ? null : copy.toString();
    }

    /** A database was built from the file at a path or address, and is the one that was backed up. */
    public void proven(String place, Instant now) {
        provenFrom = place;
        provenAt = now;
    }

    /** What was proven once does not come back any more. */
    public void refuted() {
        provenFrom = null;
        provenAt = null;
    }

    /** A copy was read again and is what was written. */
    public void foundGood(CopyPlace place, Instant now) {
        checks = CopyChecks.known(checks).with(place, CopyCheck.good(now));
    }

    /** A copy was read again and is not, or is gone. */
    public void foundDamaged(CopyPlace place, Instant now) {
        checks = CopyChecks.known(checks).with(place, check(place).orDamaged(now));
    }

    public CopyCheck check(CopyPlace place) {
        return CopyChecks.known(checks).of(place);
    }

    /** Where a copy should lie; empty where there is none. */
    public Optional<Path> copyIn(CopyPlace place) {
        return place == CopyPlace.SECOND ? copyPath() : file();
    }

    /** Where its own file should lie, on its node's disk; empty while there is none, and when it was removed on purpose. */
    public abstract Optional<Path> file();

    void liesAt(String copy) {
        filePath = copy;
        checks = CopyChecks.known(checks).with(CopyPlace.FIRST, CopyCheck.of(null, null));
    }

    protected void forgetFile() {
        filePath = "";
        fileSize = 0;
        sha256 = "";
        verifiedAt = null;
    }

    /** For people: empty while there is none; an address elsewhere once it was removed on purpose. */
    public String filePath() {
        return filePath;
    }

    /** The copy that we have made; empty too for one from before copies were noted. */
    public Optional<Path> copyPath() {
        return Optional.ofNullable(copyPath).map(Path::of);
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

    public boolean strange() {
        return strange;
    }

    /** When somebody said that a strange one is right; null until then. */
    public Instant acknowledgedAt() {
        return acknowledgedAt;
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

    /** When its file was read back; null until then. */
    public Instant verifiedAt() {
        return verifiedAt;
    }

    /** When a drill has proven that it comes back; null when none has. */
    public Instant provenAt() {
        return provenAt;
    }

    /** The file or copy that the last proof was made from; null when there is none. */
    public String provenFrom() {
        return provenFrom;
    }
}
