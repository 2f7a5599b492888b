package org.safeward.destinations;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.safeward.catalog.InstantColumn;
import org.safeward.catalog.WordsColumn;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What is remembered of a destination: since when it is known, and how the last attempt to reach it went. */
@Entity
@Table(name = "destination")
public class KnownDestination {
    @Id
    private String name;

    private String address;

    @Column(name = "known_since")
    @Convert(converter = InstantColumn.class)
    private Instant knownSince;

    private boolean fill;

    @Column(name = "reached_at")
    @Convert(converter = InstantColumn.class)
    private Instant reachedAt;

    @Column(name = "failed_at")
    @Convert(converter = InstantColumn.class)
    private Instant failedAt;

    @Enumerated(EnumType.STRING)
    @Column(name = "error_code")
    private ErrorCode errorCode;

    @Column(name = "error_arguments")
    @Convert(converter = WordsColumn.class)
    private List<String> errorArguments;

    @Column(name = "renew_for")
    private String renewFor;

    protected KnownDestination() {}

    /** Somebody wants older copies to be encrypted anew to these; null when nobody does any more. */
    public void renewFor(String recipients) {
        renewFor = recipients;
    }

    /** Whom older copies are to be encrypted to anew; empty when nobody wants that. */
    public Optional<String> renewFor() {
        return Optional.ofNullable(renewFor);
    }

    /** Somebody wants the backups there, too, that are older than it. */
    public void fillUp() {
        fill = true;
    }

    /** What its name stands for now is another place. */
    void movedTo(String newAddress) {
        address = newAddress;
        reachedAt = null;
        failedAt = null;
        errorCode = null;
        errorArguments = null;
    }

    /** It was met with a clock that was ahead: what is made until then would never be copied. */
    void knownAt(Instant now) {
        knownSince = now.isBefore(knownSince) ? now : knownSince;
    }

    /** Something was done there and went well. */
    public void reached(Instant now) {
        reachedAt = now;
        failedAt = null;
        errorCode = null;
        errorArguments = null;
    }

    /** What was tried there did not go. The first moment of a row of failures stays. */
    public void failed(Fault reason, Instant now) {
        failedAt = failedAt == null ? now : failedAt;
        errorCode = reason.code();
        errorArguments = reason.arguments();
    }

    public String name() {
        return name;
    }

    /** Without credentials. */
    public String address() {
        return address;
    }

    public Instant knownSince() {
        return knownSince;
    }

    /** Whether backups that are older than the destination are copied, too. */
    public boolean fills() {
        return fill;
    }

    public Optional<Instant> reachedAt() {
        return Optional.ofNullable(reachedAt);
    }

    /** Since when it fails; empty when it went well last. */
    public Optional<Instant> failedAt() {
        return Optional.ofNullable(failedAt);
    }

    /** What went wrong last; empty when it went well. */
    public Optional<Fault> fault() {
        return Optional.ofNullable(errorCode).map(code -> Fault.kept(code, errorArguments));
    }

    /** Null when it went well last. */
    public ErrorCode errorCode() {
        return errorCode;
    }

    public List<String> errorArguments() {
        return errorArguments;
    }
}
