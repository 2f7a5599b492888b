package org.safeward.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** Where a backup's own file is: on whose disk, whether it lies there still, and whether it lies in the trash. Never changed; a change is a new one. */
@Embeddable
public class Whereabouts {
    /** Stands for who has thrown away what was deleted for good, as long as a destination has not let go of its copy. No user or key has such a name. */
    public static final String DELETED = "(deleted)";

    /** Of a backup r whose file was removed on purpose, a copy that is not known to be lost; a part of queries. */
    static final String LIES_SOMEWHERE =
            " AND (r.whereabouts.fileRemovedAt IS NULL OR r.copyPath IS NOT NULL AND r.checks.copyDamagedAt IS NULL"
                    + " OR EXISTS (SELECT c.id FROM BackupCopy c WHERE c.record = r.id AND c.state IN"
                    + " (org.safeward.destinations.CopyState.GOOD, org.safeward.destinations.CopyState.UNREAD)))";

    static final Whereabouts UNKNOWN = new Whereabouts();

    private String node;

    @Column(name = "file_removed_at")
    @Convert(converter = InstantColumn.class)
    private Instant fileRemovedAt;

    @Column(name = "trashed_at")
    @Convert(converter = InstantColumn.class)
    private Instant trashedAt;

    @Column(name = "trashed_by")
    private String trashedBy;

    protected Whereabouts() {}

    private Whereabouts(String node, Instant fileRemovedAt, Instant trashedAt, String trashedBy) {
        this.node = node;
        this.fileRemovedAt = fileRemovedAt;
        this.trashedAt = trashedAt;
        this.trashedBy = trashedBy;
    }

    /** @param name of the machine on whose disk the file lies, as it stays over restarts */
    public Whereabouts on(String name) {
        return new Whereabouts(name, fileRemovedAt, trashedAt, trashedBy);
    }

    /** The file was removed on purpose; the backup lives on by its copies. */
    public Whereabouts fileRemoved(Instant now) {
        return new Whereabouts(node, now, trashedAt, trashedBy);
    }

    /** There is a file again. */
    public Whereabouts fileBack(String name) {
        return new Whereabouts(name, null, trashedAt, trashedBy);
    }

    public Whereabouts trashed(String by, Instant now) {
        return new Whereabouts(node, fileRemovedAt, now, by);
    }

    /** It goes for good, and waits for its copies to be gone: nothing brings it back. */
    public Whereabouts deleting(Instant now) {
        return new Whereabouts(node, now, now, DELETED);
    }

    public boolean isDeleting() {
        return DELETED.equals(trashedBy);
    }

    public Whereabouts untrashed() {
        return new Whereabouts(node, fileRemovedAt, null, null);
    }

    /** @return empty where there is none, and where it was removed on purpose: then the path is an address for people */
    Optional<Path> file(String path) {
        return path.isEmpty() || fileRemovedAt != null ? Optional.empty() : Optional.of(Path.of(path));
    }

    /** Empty for a file from before nodes were noted. */
    public Optional<String> node() {
        return Optional.ofNullable(node);
    }

    /** Since when its own file is gone on purpose; empty while it should be there. */
    public Optional<Instant> fileRemovedAt() {
        return Optional.ofNullable(fileRemovedAt);
    }

    public boolean isTrashed() {
        return trashedAt != null;
    }

    /** Since when it lies in the trash; empty when it does not. */
    public Optional<Instant> trashedAt() {
        return Optional.ofNullable(trashedAt);
    }

    /** Who threw it away; empty when it does not lie in the trash. */
    public Optional<String> trashedBy() {
        return Optional.ofNullable(trashedBy);
    }
}
