package org.safeward.access.token;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import org.safeward.catalog.InstantColumn;

/** A key pair that login tokens are signed with, as JSON Web Key with its private part. */
@Entity
@Table(name = "signing_key")
@NamedQuery(
        name = "SigningKey.newestFirst",
        query = "SELECT k FROM SigningKey k WHERE k.createdAt <= :now ORDER BY k.createdAt DESC, k.id")
@NamedQuery(name = "SigningKey.removeBefore", query = "DELETE FROM SigningKey k WHERE k.createdAt < :moment")
public class SigningKey {
    @Id
    @Column(name = "key_id")
    private String id;

    private String jwk;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    protected SigningKey() {}

    public SigningKey(String id, String jwk, Instant now) {
        this.id = id;
        this.jwk = jwk;
        this.createdAt = now;
    }

    public String id() {
        return id;
    }

    public String jwk() {
        return jwk;
    }

    public Instant createdAt() {
        return createdAt;
    }
}
