package org.safeward.access.audit;

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
 * One thing that somebody changed, or tried to. Written as begun before it is done, and ended with its result: one that stays begun was
 * cut off by the end of its server.
 */
@Entity
@Table(name = "audit")
@NamedQuery(name = "AuditEntry.removeBefore", query = "DELETE FROM AuditEntry e WHERE e.beganAt < :moment")
public class AuditEntry {
    public static final String BEGUN = "begun";
    public static final String DONE = "done";

    /** It goes on behind the answer; how a job ended stands in that job's own entry, and so does a restart that failed. */
    public static final String ACCEPTED = "accepted";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "began_at")
    @Convert(converter = InstantColumn.class)
    private Instant beganAt;

    @Column(name = "ended_at")
    @Convert(converter = InstantColumn.class)
    private Instant endedAt;

    private String who;
    private String address;
    private String action;
    private String subject;
    private String result;

    protected AuditEntry() {}

    public AuditEntry(String who, String address, String action, String subject, Instant now) {
        this.beganAt = now;
        this.who = who;
        this.address = address;
        this.action = action;
        this.subject = subject;
        this.result = BEGUN;
    }

    /** @param result {@link #DONE}, {@link #ACCEPTED} or the code of the error */
    public void end(String subject, String result, Instant now) {
        this.subject = subject;
        this.result = result;
        this.endedAt = now;
    }

    public Long id() {
        return id;
    }

    public Instant beganAt() {
        return beganAt;
    }

    /** Null when it was cut off. */
    public Instant endedAt() {
        return endedAt;
    }

    public String who() {
        return who;
    }

    public String address() {
        return address;
    }

    public String action() {
        return action;
    }

    public String subject() {
        return subject;
    }

    public String result() {
        return result;
    }
}
