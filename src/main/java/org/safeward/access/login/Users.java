package org.safeward.access.login;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Role;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** What administrators do with the accounts of others. Without a transaction: hashing takes long, and nothing is locked meanwhile. */
@Stateless
@RolesAllowed("ADMIN")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class Users {
    @Inject
    private Accounts accounts;

    @Inject
    private Passwords passwords;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    public List<Account> all() {
        return accounts.all();
    }

    /** @throws Fault USER_NOT_FOUND */
    public Account get(long id) {
        return accounts.get(id);
    }

    /** @throws Fault USER_EXISTS */
    public Account create(String name, String password, Role role) {
        return accounts.add(name, passwords.hash(password), role.name());
    }

    /**
     * Changes what is given. Another password, and being disabled, end the account's tokens.
     *
     * @throws Fault USER_NOT_FOUND, LAST_ADMIN, PASSWORD_FROM_SETTINGS
     */
    public Account change(long id, Optional<Role> role, Optional<Boolean> enabled, Optional<String> password) {
        if (password.isPresent()) {
            requireOwnPassword(accounts.get(id), settings);
        }
        Optional<String> hash = password.map(passwords::hash);
        Instant now = clock.instant();
        return accounts.change(id, account -> {
            role.ifPresent(wanted -> account.setRole(wanted.name(), now));
            enabled.filter(wanted -> wanted != account.enabled()).ifPresent(wanted -> account.setEnabled(wanted, now));
            hash.ifPresent(wanted -> account.setPassword(wanted, now));
        });
    }

    /** @throws Fault USER_NOT_FOUND, LAST_ADMIN */
    public void delete(long id) {
        accounts.remove(id);
    }

    /** The next start would bring the old one back. */
    static void requireOwnPassword(Account account, Settings settings) {
        boolean fromSettings = settings.access().adminPassword().isPresent();
        if (fromSettings && account.name().equals(FirstLogin.ADMINISTRATOR)) {
            throw new Fault(ErrorCode.PASSWORD_FROM_SETTINGS);
        }
    }
}
