package org.safeward.access;

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
 * Somebody who logs in with a password. Its generation moves on when the password changes and when it is disabled: a token that was
 * made before carries the old one and is refused.
 */
@Entity
@Table(name = "account")
@NamedQuery(name = "Account.all", query = "SELECT a FROM Account a ORDER BY a.name")
@NamedQuery(name = "Account.byName", query = "SELECT a FROM Account a WHERE a.name = :name")
@NamedQuery(name = "Account.count", query = "SELECT COUNT(a) FROM Account a")
@NamedQuery(
        name = "Account.enabledWithRole",
        query = "SELECT a FROM Account a WHERE a.role = :role AND a.enabled = TRUE ORDER BY a.id")
public class Account {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String name;

    @Column(name = "password_hash")
    private String passwordHash;

    private String role;
    private boolean enabled;
    private int generation;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    @Column(name = "updated_at")
    @Convert(converter = InstantColumn.class)
    private Instant updatedAt;

    @Column(name = "last_login_at")
    @Convert(converter = InstantColumn.class)
    private Instant lastLoginAt;

    protected Account() {}

    public void setPassword(String hash, Instant now) {
        passwordHash = hash;
        generation++;
        updatedAt = now;
    }

    public void setRole(String role, Instant now) {
        this.role = role;
        updatedAt = now;
    }

    public void setEnabled(boolean enabled, Instant now) {
        if (!enabled) {
            generation++;
        }
        this.enabled = enabled;
        updatedAt = now;
    }

    public void loggedIn(Instant now) {
        lastLoginAt = now;
    }

    public Long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String passwordHash() {
        return passwordHash;
    }

    public String role() {
        return role;
    }

    public boolean enabled() {
        return enabled;
    }

    public int generation() {
        return generation;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    /** Null when nobody has logged in yet. */
    public Instant lastLoginAt() {
        return lastLoginAt;
    }
}
