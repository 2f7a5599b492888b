package org.safeward.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;

/** A key that programs log in with. Only its SHA-256 is kept: 256 random bits need no slow hash. */
@Entity
@Table(name = "api_key")
@NamedQuery(name = "ApiKey.byHash", query = "SELECT k FROM ApiKey k WHERE k.hash = :hash")
@NamedQuery(name = "ApiKey.count", query = "SELECT COUNT(k) FROM ApiKey k")
@NamedQuery(name = "ApiKey.removeNamed", query = "DELETE FROM ApiKey k WHERE k.name = :name")
public class ApiKey {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String name;
    private String hash;
    private String role;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    protected ApiKey() {}

    public ApiKey(String name, String hash, String role, Instant now) {
        this.name = name;
        this.hash = hash;
        this.role = role;
        this.createdAt = now;
    }

    public String name() {
        return name;
    }

    public String role() {
        return role;
    }
}
