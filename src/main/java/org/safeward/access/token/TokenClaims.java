package org.safeward.access.token;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import org.eclipse.microprofile.jwt.Claims;
import org.safeward.access.Role;

/** A token's claims as MicroProfile JWT wants the standard ones: moments as seconds, lists as sets. */
final class TokenClaims {
    private TokenClaims() {}

    /** @param role what the groups have come to here; null for none */
    static Map<String, Object> of(JWTClaimsSet claims, Role role) {
        Map<String, Object> result = new HashMap<>();
        claims.getClaims().forEach((name, value) -> {
            if (value instanceof Date moment) {
                result.put(name, moment.toInstant().getEpochSecond());
            } else if (value != null) {
                result.put(name, value);
            }
        });
        result.put(Claims.aud.name(), new LinkedHashSet<>(claims.getAudience()));
        if (role != null) {
            result.put(Claims.groups.name(), role.groups());
        } else {
            result.remove(Claims.groups.name());
        }
        return Map.copyOf(result);
    }
}
