package org.safeward.access.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.Principal;
import java.time.Instant;
import java.time.InstantSource;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Identity;
import org.safeward.access.apikey.ApiKey;
import org.safeward.access.apikey.ApiKeys;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Whether somebody who was let in would still be, for answers that take long: an event stream has no next request at which credentials are
 * looked at anew. Asks the catalog. A role that was changed ends it too, since what was let in was the old one.
 */
@ApplicationScoped
public class StillAllowed {
    @Inject
    private ApiKeys keys;

    @Inject
    private Accounts accounts;

    @Inject
    private InstantSource clock;

    /** Nobody has nothing to lose, and somebody whom we do not know was never let in. */
    public boolean holds(Principal principal) {
        if (principal == null) {
            return true;
        }
        return principal instanceof Identity identity && holds(identity, clock.instant());
    }

    /**
     * To be called when a request has taken long to come in, before it has its effect.
     *
     * @throws Fault NOT_AUTHENTICATED
     */
    public void require(Principal principal) {
        if (!holds(principal)) {
            throw new Fault(ErrorCode.NOT_AUTHENTICATED);
        }
    }

    private boolean holds(Identity identity, Instant now) {
        boolean expired = identity.expires().filter(end -> !now.isBefore(end)).isPresent();
        return !expired
                && switch (identity.kind()) {
                    case USER -> userHolds(identity);
                    case KEY -> keyHolds(identity, now);
                    // Only the provider knows more.
                    case TOKEN -> true;
                };
    }

    private boolean userHolds(Identity identity) {
        return accounts.find(identity.id())
                .filter(Account::enabled)
                .filter(account -> identity.isOfGeneration(account.generation()))
                .filter(account -> identity.hasRole(account.role()))
                .isPresent();
    }

    private boolean keyHolds(Identity identity, Instant now) {
        return keys.find(identity.id())
                .filter((ApiKey key) -> key.works(now))
                .filter(key -> identity.hasRole(key.role()))
                .isPresent();
    }
}
