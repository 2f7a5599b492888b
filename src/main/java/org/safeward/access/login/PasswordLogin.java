package org.safeward.access.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.LoginThrottle;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Lets users in by their passwords, and lets them change these. */
@ApplicationScoped
class PasswordLogin {
    @Inject
    private Accounts accounts;

    @Inject
    private Passwords passwords;

    @Inject
    private LoginThrottle throttle;

    @Inject
    private HashingSlots slots;

    @Inject
    private InstantSource clock;

    /**
     * @throws Fault LOGIN_FAILED, for whichever reason; TOO_MANY_ATTEMPTS, with a LOGIN_FAILED as its cause when the password was looked at and
     *     wrong
     */
    Account logIn(String name, String password, String address) {
        throttle.password(name, address);
        Optional<Account> account = accounts.byName(name).filter(Account::enabled);
        if (!fits(password, account, address)) {
            throw wrong(address);
        }
        throttle.rightPassword(name, address);
        return accounts.change(account.orElseThrow().id(), row -> row.loggedIn(clock.instant()));
    }

    private boolean fits(String password, Optional<Account> account, String address) {
        try (HashingSlots.Slot slot = slots.take(LoginThrottle.network(address))) {
            return passwords.fits(password, account.map(Account::passwordHash));
        }
    }

    private Fault wrong(String address) {
        Fault wrong = new Fault(ErrorCode.LOGIN_FAILED);
        try {
            throttle.wrongPassword(address);
            return wrong;
        } catch (Fault e) {
            return new Fault(wrong, e.code(), e.arguments().toArray());
        }
    }

    /**
     * Ends every token of the account.
     *
     * @return false when the old password is wrong
     * @throws Fault TOO_MANY_ATTEMPTS
     */
    boolean change(Account account, String oldPassword, String newPassword, String address) {
        throttle.password(account.name(), address);
        if (!fits(oldPassword, Optional.of(account), address)) {
            return false;
        }
        throttle.rightPassword(account.name(), address);
        String hash = passwords.hash(newPassword);
        accounts.change(account.id(), row -> row.setPassword(hash, clock.instant()));
        return true;
    }
}
