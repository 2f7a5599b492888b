package org.safeward.access;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What somebody may do; each role may do what the ones before it may. */
public enum Role {
    VIEWER,
    OPERATOR,
    ADMIN;

    public static Optional<Role> of(String name) {
        return Arrays.stream(values()).filter(role -> role.name().equals(name)).findFirst();
    }

    /** This role and those that it holds, as the container knows them. */
    public Set<String> groups() {
        return Arrays.stream(values())
                .filter(role -> role.compareTo(this) <= 0)
                .map(Role::name)
                .collect(Collectors.toSet());
    }
}
