package org.safeward.access.apikey;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Duration;
import java.time.Instant;
import org.safeward.catalog.InstantColumn;
import org.safeward.catalog.WrongClock;

/**
 * A key that programs log in with. Only its SHA-256 is kept: 256 random bits need no slow hash. One that was revoked stays, so that
 * the list still tells whose it was.
 */
@Entity
@Table(name = "api_key")
@NamedQuery(name = "ApiKey.all", query = "SELECT k FROM ApiKey k ORDER BY k.id DESC")
@NamedQuery(name = "ApiKey.byHash", query = "SELECT k FROM ApiKey k WHERE k.hash = :hash")
@NamedQuery(name = "ApiKey.count", query = "SELECT COUNT(k) FROM ApiKey k")
@NamedQuery(name = "ApiKey.removeNamed", query = "DELETE FROM ApiKey k WHERE k.name = :name")
@NamedQuery(name = "ApiKey.removeHash", query = "DELETE FROM ApiKey k WHERE k.hash = :hash")
public class ApiKey {
    /** The name of the key that the settings give. */
    public static final String FROM_SETTINGS = "settings";

    private static final Duration BETWEEN_USES = Duration.ofMinutes(1);

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String name;
    private String hash;
    private String role;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    @Column(name = "created_by")
    private String createdBy;

    @Column(name = "expires_at")
    @Convert(converter = InstantColumn.class)
    private Instant expiresAt;

    @Column(name = "revoked_at")
    @Convert(converter = InstantColumn.class)
    private Instant revokedAt;

    @Column(name = "last_used_at")
    @Convert(converter = InstantColumn.class)
    private Instant lastUsedAt;

    protected ApiKey() {}

    public boolean works(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }

    /** Uses are noted to the minute. */
    public boolean useIsDue(Instant now) {
        return lastUsedAt == null || lastUsedAt.isBefore(now.minus(BETWEEN_USES)) || WrongClock.wrote(lastUsedAt, now);
    }

    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    void used(Instant now) {
        lastUsedAt = now;
    }

    public Long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String role() {
        return role;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Empty for a key that was made at a start. */
    public String createdBy() {
        return createdBy;
    }

    /** Null when it never does. */
    public Instant expiresAt() {
        return expiresAt;
    }

    /** Null while it is not. */
    public Instant revokedAt() {
        return revokedAt;
    }

    /** Null when it never was. */
    public Instant lastUsedAt() {
        return lastUsedAt;
    }
}
