package org.safeward.access;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.jwt.Claims;
import org.eclipse.microprofile.jwt.JsonWebToken;

/**
 * Who calls, as the container's principal. The names cannot be mistaken for each other, since those of users hold no colon: {@code ada} is a
 * user of ours, {@code key:ci} an API key, {@code jwt:ada} somebody whom the identity provider vouches for.
 *
 * <p>Claims are given as their Java values: text, numbers as {@code Long}, {@code aud} and {@code groups} as sets. An API key has
 * {@code upn} and {@code groups} only.
 */
public final class Identity implements JsonWebToken {
    /** What somebody was recognised by. */
    public enum Kind {
        USER("user"),
        KEY("key"),
        TOKEN("token");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /** The claim with the generation of the account's password: a change of it ends all tokens. */
    public static final String GENERATION = "generation";

    private final Kind kind;
    private final String name;
    private final Long id;
    private final Role role;
    private final Map<String, Object> claims;

    private Identity(Kind kind, String name, Long id, Role role, Map<String, Object> claims) {
        this.kind = kind;
        this.name = name;
        this.id = id;
        this.role = role;
        this.claims = claims;
    }

    public static Identity ofUser(String name, long account, Role role, Map<String, Object> claims) {
        return new Identity(Kind.USER, name, account, role, claims);
    }

    public static Identity ofKey(String name, long key, Role role) {
        String full = "key:" + name;
        return new Identity(
                Kind.KEY, full, key, role, Map.of(Claims.upn.name(), full, Claims.groups.name(), role.groups()));
    }

    /** @param role null for somebody who is known, but may do nothing here */
    public static Identity ofProvider(String name, Role role, Map<String, Object> claims) {
        return new Identity(Kind.TOKEN, "jwt:" + name, null, role, claims);
    }

    /**
     * Somebody who was recognised before.
     *
     * @param name with the kind's prefix, as {@link #getName} has it
     * @param id null for somebody whom the identity provider vouches for
     * @param generation null for who has none
     * @param expires when that counts no more
     */
    public static Identity remembered(Kind kind, String name, Long id, Role role, Integer generation, Instant expires) {
        Map<String, Object> claims = new HashMap<>();
        claims.put(Claims.upn.name(), name);
        claims.put(Claims.groups.name(), role.groups());
        claims.put(Claims.exp.name(), expires.getEpochSecond());
        if (generation != null) {
            claims.put(GENERATION, generation.longValue());
        }
        return new Identity(kind, name, id, role, Map.copyOf(claims));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Set<String> getClaimNames() {
        return claims.keySet();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> T getClaim(String claim) {
        return (T) claims.get(claim);
    }

    /** The roles that were given, each with those it holds; not the groups of the token, of which there may be others. */
    @Override
    public Set<String> getGroups() {
        return role == null ? Set.of() : role.groups();
    }

    public Kind kind() {
        return kind;
    }

    public Optional<Role> role() {
        return Optional.ofNullable(role);
    }

    /** The account's id, when it is a user of ours. */
    public Optional<Long> account() {
        return kind == Kind.USER ? Optional.of(id) : Optional.empty();
    }

    /** Of the account or key in the catalog. */
    public long id() {
        return id;
    }

    public boolean hasRole(String name) {
        return role != null && role.name().equals(name);
    }

    /** Whether the token of a user is of this generation: another password begins a new one. */
    public boolean isOfGeneration(int generation) {
        return generation().filter(own -> own == generation).isPresent();
    }

    /** Of the account's password, when the token was made; empty for who has none. */
    public Optional<Integer> generation() {
        return this.<Object>getClaim(GENERATION) instanceof Number number
                ? Optional.of(number.intValue())
                : Optional.empty();
    }

    /** When the credentials expire by themselves; empty for an API key. */
    public Optional<Instant> expires() {
        return Optional.ofNullable(this.<Long>getClaim(Claims.exp.name())).map(Instant::ofEpochSecond);
    }
}
