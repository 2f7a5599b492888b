package org.safeward.restore.pause;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.safeward.catalog.InstantColumn;

/**
 * A call of the after-restore hook that must still be made. Written before the before-restore hook is called, and removed when the
 * call was answered, so that an application that was told to pause is always told to go on.
 */
@Entity
@Table(name = "owed_call")
@NamedQuery(name = "OwedCall.all", query = "SELECT c FROM OwedCall c ORDER BY c.id")
@NamedQuery(name = "OwedCall.ofJob", query = "SELECT c FROM OwedCall c WHERE c.jobId = :job")
public class OwedCall {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "job_id")
    private long jobId;

    @Column(name = "database_name")
    private String database;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    private int attempts;

    protected OwedCall() {}

    public OwedCall(long jobId, String database, Instant now) {
        this.jobId = jobId;
        this.database = database;
        this.createdAt = now;
    }

    public void tried() {
        attempts++;
    }

    public Long id() {
        return id;
    }

    public long jobId() {
        return jobId;
    }

    public String database() {
        return database;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public int attempts() {
        return attempts;
    }
}
