package org.safeward.backup.stores;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.safeward.catalog.InstantColumn;

/** A directory of backups that was used, and the id by which it is known again. */
@Entity
@Table(name = "backup_store")
@NamedQuery(name = "KnownStore.count", query = "SELECT COUNT(s) FROM KnownStore s")
public class KnownStore {
    @Id
    private String directory;

    @Column(name = "store_id")
    private String storeId;

    private boolean marked;

    @Column(name = "known_since")
    @Convert(converter = InstantColumn.class)
    private Instant knownSince;

    protected KnownStore() {}

    void mark(String id) {
        storeId = id;
        marked = true;
    }

    /** The id in its marker; empty while it has never had one. */
    public String storeId() {
        return storeId;
    }

    /** Whether it ever had a marker. One that an earlier version used has none until our files are seen in it. */
    public boolean marked() {
        return marked;
    }
}
