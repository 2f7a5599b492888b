package org.safeward.destinations;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.MappedSuperclass;
import java.time.Instant;
import java.util.Optional;
import org.safeward.catalog.InstantColumn;

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

    @Column(name = "version_id")
    private String versionId;

    protected StoredCopy() {}

    protected StoredCopy(boolean encrypted) {
        this.encrypted = encrypted;
    }

    /** What it is called there, decided before a byte is sent, and what it will be. */
    public void named(String name, long size, String sha256) {
        this.name = name;
        this.fileSize = size;
        this.sha256 = sha256;
    }

    /**
     * The place keeps it until then, whoever asks.
     *
     * @param version the place's own id of this very content
     */
    public void lock(Instant until, String version) {
        lockedUntil = until;
        versionId = version;
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

    /** Until when the place refuses to let go of it. */
    public Optional<Instant> lockedUntil() {
        return Optional.ofNullable(lockedUntil);
    }

    /** Empty where the place does not keep several contents under one name. */
    public Optional<String> versionId() {
        return Optional.ofNullable(versionId);
    }
}
