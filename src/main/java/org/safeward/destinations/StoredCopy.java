package org.safeward.destinations;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.InstantColumn;
import org.safeward.catalog.WordsColumn;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileLock;

/** What a copy is as a file in its place. */
@MappedSuperclass
public abstract class StoredCopy {
    private String name;

    @Column(name = "file_size")
    private long fileSize;

    private String sha256;

    private boolean encrypted;

    @Column(name = "locked_until")
    @Convert(converter = InstantColumn.class)
    private Instant lockedUntil;

    @Enumerated(EnumType.STRING)
    @Column(name = "lock_mode")
    private FileLock.Mode lockMode;

    @Column(name = "version_id")
    private String versionId;

    @Column(name = "manifest_version_id")
    private String manifestVersionId;

    @Enumerated(EnumType.STRING)
    @Column(name = "lock_error_code")
    private ErrorCode lockErrorCode;

    @Column(name = "lock_error_arguments")
    @Convert(converter = WordsColumn.class)
    private List<String> lockErrorArguments;

    private String recipients;

    @Column(name = "other_name")
    private String otherName;

    @Column(name = "signed_by")
    private String signedBy;

    protected StoredCopy() {}

    protected StoredCopy(boolean encrypted) {
        this.encrypted = encrypted;
    }

    /** What it is called there, decided before a byte is sent, and what it will be. */
    public void named(String name, long size, String sha256) {
        if (!name.equals(this.name) || !sha256.equals(this.sha256)) {
            versions(Optional.empty(), Optional.empty());
            locked(FileLock.NONE);
        }
        this.name = name;
        this.fileSize = size;
        this.sha256 = sha256;
    }

    /** The place's own ids of the very content that was sent, and of its manifest; empty where it has none. */
    public void versions(Optional<String> copy, Optional<String> manifest) {
        versionId = copy.orElse(null);
        manifestVersionId = manifest.orElse(null);
    }

    /** What the place says that it keeps of it, whoever asks. Nothing is missing. */
    public void locked(FileLock lock) {
        lockedUntil = lock.until().orElse(null);
        lockMode = lock.mode().orElse(null);
        needsNoLock();
    }

    /** None is missing, whether it has one or not. */
    public void needsNoLock() {
        lockErrorCode = null;
        lockErrorArguments = null;
    }

    /** It was to be locked, and is not, or not as it should be. */
    public void notLocked(Fault reason) {
        lockErrorCode = reason.code();
        lockErrorArguments = reason.arguments();
    }

    /** Empty until it is decided. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** In bytes, as it lies there; zero until it is known. */
    public long fileSize() {
        return fileSize;
    }

    /** As it lies there; empty until it is known. */
    public Optional<String> sha256() {
        return Optional.ofNullable(sha256);
    }

    public boolean encrypted() {
        return encrypted;
    }

    /** Whom it was encrypted to on its way; empty when it was not. */
    public void encryptedFor(Optional<String> publicKeys) {
        recipients = publicKeys.orElse(null);
        encrypted = encrypted || publicKeys.isPresent();
    }

    /** Beside it lies, or may lie, a file that is not the copy; null when that has gone. */
    public void beside(String other) {
        otherName = other;
    }

    /** Public keys of age in order, separated by commas; empty when nobody noted them, or it was not encrypted on its way. */
    public Optional<String> recipients() {
        return Optional.ofNullable(recipients);
    }

    /** A file that lies beside it and is to be removed, or about to take its place. */
    public Optional<String> otherName() {
        return Optional.ofNullable(otherName);
    }

    /**
     * It was adopted on the word of another installation.
     *
     * @param publicKey of that one, in hex
     */
    public void signedBy(String publicKey) {
        signedBy = publicKey;
    }

    /** The public key of the other installation on whose word it was adopted; empty for those of this one. */
    public Optional<String> signedBy() {
        return Optional.ofNullable(signedBy);
    }

    /** Until when the place refuses to let go of it. */
    public Optional<Instant> lockedUntil() {
        return Optional.ofNullable(lockedUntil);
    }

    /** Whether the place refuses at a moment to let go of it. */
    public boolean isLocked(Instant moment) {
        return lockedUntil().filter(moment::isBefore).isPresent();
    }

    /** How strictly; empty where it is not locked. */
    public Optional<FileLock.Mode> lockMode() {
        return Optional.ofNullable(lockMode);
    }

    /** Why it is not locked as the settings want it; empty when it is, or need not be. */
    public Optional<Fault> lockFault() {
        return Optional.ofNullable(lockErrorCode).map(code -> Fault.kept(code, lockErrorArguments));
    }

    /** Empty where the place does not keep several contents under one name. */
    public Optional<String> versionId() {
        return Optional.ofNullable(versionId);
    }

    /** The same of the manifest beside it. */
    public Optional<String> manifestVersionId() {
        return Optional.ofNullable(manifestVersionId);
    }
}
