package org.safeward.jobs.record;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.safeward.catalog.InstantColumn;
import org.safeward.catalog.RunState;
import org.safeward.engine.Destination;
import org.safeward.fault.Fault;

/**
 * One backup, restore, undo, drill, comparison or copy, as everybody in the cluster can see it. The batch runtime only knows the jobs of its own node.
 *
 * <p>Its life: a job is written together with the claim of its database, <i>pending</i>. When its turn has come on its node, the batch runtime
 * takes it and it is <i>running</i>. Its steps report; a cancel is requested in its row and delivered by its node, until it passes its
 * point of no return. It ends once, in one place: <i>completed</i> when every step has done its work, <i>cancelled</i> when it was stopped
 * before that point, else <i>failed</i>. The end is written in one transaction with the end of the claim and of the record; when that
 * is done, whoever waits for it is told. A job whose node is gone is ended by the next one that finds its claim lapsed.
 */
@Entity
@Table(name = "job")
@NamedQuery(
        name = "Job.active",
        query = "SELECT j FROM Job j WHERE j.state IN (org.safeward.catalog.RunState.PENDING,"
                + " org.safeward.catalog.RunState.RUNNING) ORDER BY j.id")
@NamedQuery(
        name = "Job.replacing",
        query = "SELECT j FROM Job j WHERE j.database = :database AND j.kind IN ("
                + "org.safeward.jobs.record.JobKind.RESTORE, org.safeward.jobs.record.JobKind.UNDO)"
                + " AND j.destination.target IS NULL AND j.destination.ending IS NULL AND j.endedAt IS NOT NULL"
                + " AND (j.state = org.safeward.catalog.RunState.COMPLETED OR j.pastReturn = true) ORDER BY j.id DESC")
@NamedQuery(
        name = "Job.lastCompleted",
        query = "SELECT j FROM Job j WHERE j.database = :database AND j.kind = :kind"
                + " AND j.state = org.safeward.catalog.RunState.COMPLETED ORDER BY j.id DESC")
@NamedQuery(
        name = "Job.lastUncancelled",
        query = "SELECT j FROM Job j WHERE j.database = :database AND j.kind = :kind AND j.endedAt IS NOT NULL"
                + " AND j.state <> org.safeward.catalog.RunState.CANCELLED ORDER BY j.id DESC")
@NamedQuery(
        name = "Job.totals",
        query = "SELECT j.database, j.kind, j.state, COUNT(j) FROM Job j GROUP BY j.database, j.kind, j.state")
@NamedQuery(name = "Job.newest", query = "SELECT j FROM Job j ORDER BY j.id DESC")
@NamedQuery(name = "Job.count", query = "SELECT COUNT(j) FROM Job j")
@NamedQuery(
        name = "Job.cancelRequested",
        query = "SELECT j.id FROM Job j WHERE j.cancelRequested = true AND j.id IN :ids")
public class Job extends JobReport {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Enumerated(EnumType.STRING)
    private JobKind kind;

    @Column(name = "database_name")
    private String database;

    @Enumerated(EnumType.STRING)
    private RunState state;

    @Column(name = "record_id")
    private Long recordId;

    @Column(name = "safety_record_id")
    private Long safetyRecordId;

    @Embedded
    private JobDestination destination = new JobDestination();

    @Column(name = "cancel_requested")
    private boolean cancelRequested;

    @Column(name = "past_return")
    private boolean pastReturn;

    @Column(name = "place_token")
    private String placeToken;

    @Column(name = "requested_by")
    private String requestedBy;

    private String node;

    @Column(name = "execution_id")
    private Long executionId;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    @Column(name = "started_at")
    @Convert(converter = InstantColumn.class)
    private Instant startedAt;

    @Column(name = "ended_at")
    @Convert(converter = InstantColumn.class)
    private Instant endedAt;

    protected Job() {}

    /** A job that owns its database from now on and has not begun. */
    public Job(JobKind kind, String database, String requestedBy, String node, Instant now) {
        this.kind = kind;
        this.database = database;
        this.requestedBy = requestedBy;
        this.node = node;
        this.state = RunState.PENDING;
        this.createdAt = now;
        this.placeToken = HexFormat.of().toHexDigits(RANDOM.nextLong());
    }

    public void start(long execution, Instant now) {
        executionId = execution;
        state = RunState.RUNNING;
        startedAt = now;
    }

    public void requestCancel() {
        cancelRequested = true;
    }

    /** From here on the job is not cancelled any more. */
    public void passPointOfNoReturn() {
        pastReturn = true;
    }

    public void concern(Long record) {
        recordId = record;
    }

    public void savedIn(Long safetyRecord) {
        safetyRecordId = safetyRecord;
    }

    public void restoreTo(Destination place) {
        destination = JobDestination.of(place);
    }

    /** @param place beyond this machine, by its name */
    public void copyTo(String place) {
        destination = JobDestination.copy(place);
    }

    public void complete(Instant now) {
        state = RunState.COMPLETED;
        whole();
        endedAt = now;
    }

    public void end(RunState end, Fault reason, Instant now) {
        state = end;
        failed(reason);
        endedAt = now;
    }

    public Long id() {
        return id;
    }

    /**
     * What the names of all that this job makes outside of the catalog end with. Nobody can have guessed it; a job from before there
     * were such tokens has only its number.
     */
    public String place() {
        return placeToken == null ? id.toString() : id + "_" + placeToken;
    }

    public JobKind kind() {
        return kind;
    }

    public String database() {
        return database;
    }

    public RunState state() {
        return state;
    }

    /** The backup that is made or restored from; null for an uploaded file. */
    public Long recordId() {
        return recordId;
    }

    /** The backup made before the restore; null when there is none. */
    public Long safetyRecordId() {
        return safetyRecordId;
    }

    /** Where a restore or a copy goes; of any other job, the live database as a whole. */
    public JobDestination destination() {
        return destination;
    }

    public boolean cancelRequested() {
        return cancelRequested;
    }

    public boolean pastReturn() {
        return pastReturn;
    }

    public String requestedBy() {
        return requestedBy;
    }

    public String node() {
        return node;
    }

    /** The batch runtime's id on its node; null until started. */
    public Long executionId() {
        return executionId;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant startedAt() {
        return startedAt;
    }

    public Instant endedAt() {
        return endedAt;
    }

    /** From its start to its end; empty before that. */
    public Optional<Duration> duration() {
        return startedAt == null || endedAt == null
                ? Optional.empty()
                : Optional.of(Duration.between(startedAt, endedAt));
    }
}
