package org.safeward.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.safeward.access.Role;

class RolesTest {
    @Test
    void eachRoleHoldsTheOnesBeforeIt() {
        assertEquals(Set.of("VIEWER"), Role.VIEWER.groups());
        assertEquals(Set.of("VIEWER", "OPERATOR", "ADMIN"), Role.ADMIN.groups());
    }

    @Test
    void theHighestRoleOfAllGroupsCounts() {
        Map<String, String> mapping = Map.of("staff", "VIEWER", "/ops=night", "OPERATOR");
        assertEquals(Role.OPERATOR, ProviderTokens.role(List.of("staff", "/ops=night", "other"), mapping));
    }

    @Test
    void withAMappingTheRolesOwnNamesGiveNothing() {
        assertNull(ProviderTokens.role(List.of("ADMIN"), Map.of("staff", "VIEWER")));
        assertEquals(Role.ADMIN, ProviderTokens.role(List.of("ADMIN"), Map.of()));
        assertNull(ProviderTokens.role(List.of("admin", "Admins"), Map.of()));
    }
}
