package org.safeward.access.apikey;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.access.Identity;
import org.safeward.access.LoginThrottle;
import org.safeward.access.Role;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Recognises API keys. They are looked up by their SHA-256, which gives nothing away about how much of a guess was right.
 *
 * <p>An address that keeps sending wrong keys is slowed down, but a right one passes all the same: one client with a revoked key must not
 * shut out the others behind the same proxy, and neither 256 bits nor 32 characters are guessed. What is wrong with a key (unknown, revoked,
 * expired) is not told.
 */
@ApplicationScoped
public class ApiKeyCheck {
    private static final Logger LOG = System.getLogger(ApiKeyCheck.class.getName());

    @Inject
    private ApiKeys keys;

    @Inject
    private LoginThrottle throttle;

    @Inject
    private InstantSource clock;

    /** @throws Fault KEY_INVALID, TOO_MANY_ATTEMPTS */
    public Identity check(String text, String address) {
        Instant now = clock.instant();
        Optional<ApiKey> key = keys.byHash(ApiKeySecret.of(text)).filter(found -> found.works(now));
        if (key.isEmpty()) {
            throttle.wrongKey(address);
            throw new Fault(ErrorCode.KEY_INVALID);
        }
        noteUse(key.get(), now);
        return Identity.ofKey(
                key.get().name(), key.get().id(), Role.valueOf(key.get().role()));
    }

    private void noteUse(ApiKey key, Instant now) {
        if (key.useIsDue(now)) {
            try {
                keys.noteUse(key.id(), now);
            } catch (RuntimeException e) {
                // The key is good all the same.
                LOG.log(Level.WARNING, "the use of API key " + key.name() + " could not be noted", e);
            }
        }
    }
}
