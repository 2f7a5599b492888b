package org.safeward.access.apikey;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.safeward.access.Role;

/** What administrators do with API keys. */
@Stateless
@RolesAllowed("ADMIN")
public class ApiKeyAdministration {
    @Inject
    private ApiKeys keys;

    /** A key that was just made: the only time that its text is known. */
    public record Made(ApiKey key, String text) {}

    public List<ApiKey> all() {
        return keys.all();
    }

    /**
     * @param expires null for never
     * @throws org.safeward.fault.Fault KEY_EXISTS
     */
    public Made create(String name, Role role, Instant expires, String createdBy) {
        String text = ApiKeySecret.newKey();
        return new Made(keys.add(name, ApiKeySecret.of(text), role.name(), createdBy, expires), text);
    }

    /** @throws org.safeward.fault.Fault KEY_NOT_FOUND, KEY_FROM_SETTINGS */
    public ApiKey revoke(long id) {
        return keys.revoke(id);
    }
}
