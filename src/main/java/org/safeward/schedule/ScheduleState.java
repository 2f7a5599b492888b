package org.safeward.schedule;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.safeward.catalog.InstantColumn;

/** What the timer has done for one database, so that a restart or another node goes on where it left off. */
@Entity
@Table(name = "schedule_state")
public class ScheduleState {
    @Id
    @Column(name = "database_name")
    private String database;

    @Column(name = "handled_at")
    @Convert(converter = InstantColumn.class)
    private Instant handledAt;

    private boolean owed;

    private int retries;

    @Column(name = "retry_at")
    @Convert(converter = InstantColumn.class)
    private Instant retryAt;

    @Column(name = "overdue_alerted")
    private boolean overdueAlerted;

    protected ScheduleState() {}

    /** Whatever was due until now, or waiting, or to be tried again, is one backup's matter, or nobody's any more. */
    public void handle(Instant now) {
        handledAt = now;
        owed = false;
        retries = 0;
        retryAt = null;
    }

    /** Moments after this one are still to come, whatever was noted; what waits goes on waiting. */
    public void handledUntil(Instant now) {
        handledAt = now;
    }

    /** The backup could not begin, because a job was running: it begins right after that. */
    public void owe() {
        owed = true;
    }

    public void settle() {
        owed = false;
    }

    public void retryAt(Instant moment) {
        retries++;
        retryAt = moment;
    }

    /** The same retry, earlier. */
    public void retryNow(Instant now) {
        retryAt = now;
    }

    public void retryBegun() {
        retryAt = null;
    }

    public void alertedOverdue(boolean alerted) {
        overdueAlerted = alerted;
    }

    public String database() {
        return database;
    }

    /** Every due moment up to this one is dealt with. */
    public Instant handledAt() {
        return handledAt;
    }

    public boolean owed() {
        return owed;
    }

    /** How often the last due backup has been tried again. */
    public int retries() {
        return retries;
    }

    /** When it is tried again; null when it is not. */
    public Instant retryAt() {
        return retryAt;
    }

    public boolean overdueAlerted() {
        return overdueAlerted;
    }
}
