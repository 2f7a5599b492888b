package org.safeward.destinations;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.InstantColumn;
import org.safeward.catalog.WordsColumn;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * One backup's file in one destination.
 *
 * <p>Its life: <i>waiting</i> until a job takes it, then <i>uploading</i>; <i>good</i> once the file was read back from the destination and its manifest
 * lies beside it. What fails makes it wait again, longer each time. A good one that is later found other than it should be is <i>damaged</i>.
 * When the backup goes, its copy is <i>deleting</i> until the place has let go of it; then there is no row. When the copy alone goes, by the rules of its
 * place, it is <i>expired</i> after that, for as long as the backup lives on elsewhere.
 */
@Entity
@Table(name = "backup_copy")
@NamedQuery(name = "BackupCopy.ofRecord", query = "SELECT c FROM BackupCopy c WHERE c.record = :record ORDER BY c.id")
@NamedQuery(
        name = "BackupCopy.inState",
        query =
                "SELECT c FROM BackupCopy c WHERE c.destination = :destination AND c.state = :state ORDER BY c.record DESC")
public class BackupCopy extends StoredCopy {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "record_id")
    private long record;

    private String destination;

    @Enumerated(EnumType.STRING)
    private CopyState state;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    @Column(name = "uploaded_at")
    @Convert(converter = InstantColumn.class)
    private Instant uploadedAt;

    @Column(name = "verified_at")
    @Convert(converter = InstantColumn.class)
    private Instant verifiedAt;

    @Column(name = "damaged_at")
    @Convert(converter = InstantColumn.class)
    private Instant damagedAt;

    private int attempts;

    @Column(name = "next_try_at")
    @Convert(converter = InstantColumn.class)
    private Instant nextTryAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "error_code")
    private ErrorCode errorCode;

    @Column(name = "error_arguments")
    @Convert(converter = WordsColumn.class)
    private List<String> errorArguments;

    @Column(name = "job_id")
    private Long job;

    protected BackupCopy() {}

    /** One that is to be made. */
    public BackupCopy(long record, String destination, boolean encrypted, Instant now) {
        super(encrypted);
        this.record = record;
        this.destination = destination;
        this.state = CopyState.WAITING;
        this.createdAt = now;
        this.nextTryAt = now;
    }

    /** What is sent anew, beside a copy that is damaged for one, was never read from there. */
    @Override
    public void named(String name, long size, String sha256) {
        if (!name().equals(Optional.of(name)) || !sha256().equals(Optional.of(sha256))) {
            uploadedAt = null;
            verifiedAt = null;
        }
        super.named(name, size, sha256);
    }

    /** Its own name is that of the damaged file still; from the first attempt to make it again it is the new one's. */
    public boolean isNamedAsDamaged() {
        return damagedAt != null && verifiedAt != null;
    }

    /** A job begins with it. */
    public void begin(long job) {
        this.state = CopyState.UPLOADING;
        this.job = job;
        this.attempts++;
    }

    /** All of it lies there under its name; it was not read back yet. */
    public void uploaded(Instant now) {
        uploadedAt = now;
    }

    /** It was read from there, whole, and is what was sent. */
    public void foundGood(Instant now) {
        // One that is good already may be about to be made anew.
        job = state == CopyState.GOOD ? job : null;
        state = CopyState.GOOD;
        verifiedAt = now;
        attempts = 0;
        damagedAt = null;
        nextTryAt = null;
        errorCode = null;
        errorArguments = null;
    }

    /** A job makes it anew beside itself; null when none does any more. It stays what it is meanwhile. */
    public void renewing(Long byJob) {
        job = byJob;
    }

    /** It was read from there and is not what was sent, or is gone. The first moment stays. */
    public void foundDamaged(Fault reason, Instant now) {
        state = CopyState.DAMAGED;
        damagedAt = damagedAt == null ? now : damagedAt;
        because(reason);
    }

    /** It could not be made now. */
    public void wait(Fault reason, Instant next) {
        state = CopyState.WAITING;
        job = null;
        nextTryAt = next;
        because(reason);
    }

    /** Its job was cut off or stopped, which is no failure of the destination: it does not count. */
    public void interrupted(Instant next) {
        state = CopyState.WAITING;
        job = null;
        nextTryAt = next;
        attempts = Math.max(0, attempts - 1);
    }

    /** Its backup goes. */
    public void delete(Instant next) {
        state = CopyState.DELETING;
        nextTryAt = next;
    }

    /** Its place has let go of it, and its backup lives on. */
    public void expire() {
        state = CopyState.EXPIRED;
        job = null;
        nextTryAt = null;
        errorCode = null;
        errorArguments = null;
    }

    /** Its place has not let go of it. */
    public void notDeleted(Fault reason, Instant next) {
        nextTryAt = next;
        because(reason);
    }

    /** It lies there, by its manifest, which somebody has read instead of the whole file. */
    public void foundLying() {
        state = CopyState.UNREAD;
        nextTryAt = null;
    }

    private void because(Fault reason) {
        errorCode = reason.code();
        errorArguments = reason.arguments();
    }

    public Long id() {
        return id;
    }

    /** The id of its backup's record. */
    public long record() {
        return record;
    }

    public String destination() {
        return destination;
    }

    public CopyState state() {
        return state;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Optional<Instant> uploadedAt() {
        return Optional.ofNullable(uploadedAt);
    }

    /** When it was last read from there and found whole. */
    public Optional<Instant> verifiedAt() {
        return Optional.ofNullable(verifiedAt);
    }

    public Optional<Instant> damagedAt() {
        return Optional.ofNullable(damagedAt);
    }

    /** How often it was begun since it was last good. */
    public int attempts() {
        return attempts;
    }

    public Optional<Instant> nextTryAt() {
        return Optional.ofNullable(nextTryAt);
    }

    /** Null when nothing went wrong last. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    public List<String> errorArguments() {
        return errorArguments;
    }

    /** The job that is at it; empty while none is. */
    public Optional<Long> job() {
        return Optional.ofNullable(job);
    }
}
