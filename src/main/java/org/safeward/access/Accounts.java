package org.safeward.access;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The accounts. There is always one that is enabled and may do everything, once there has been one. */
@Stateless
public class Accounts {
    private static final String ALL_POWERFUL = "ADMIN";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private InstantSource clock;

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Account> byName(String name) {
        return catalog.createNamedQuery("Account.byName", Account.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Account> find(long id) {
        return Optional.ofNullable(catalog.find(Account.class, id));
    }

    /** @throws Fault USER_NOT_FOUND */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Account get(long id) {
        return find(id).orElseThrow(() -> new Fault(ErrorCode.USER_NOT_FOUND, id));
    }

    /** By name. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Account> all() {
        return catalog.createNamedQuery("Account.all", Account.class).getResultList();
    }

    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean none() {
        return catalog.createNamedQuery("Account.count", Long.class).getSingleResult() == 0;
    }

    /**
     * Adds an enabled account. One statement, so that of two nodes that add the same name only one does.
     *
     * @throws Fault USER_EXISTS
     */
    public Account add(String name, String passwordHash, String role) {
        long now = clock.instant().toEpochMilli();
        int added = catalog.createNativeQuery(
                        "INSERT INTO account (name, password_hash, role, enabled, generation, created_at, updated_at)"
                                + " VALUES (?1, ?2, ?3, TRUE, 1, ?4, ?4) ON CONFLICT DO NOTHING")
                .setParameter(1, name)
                .setParameter(2, passwordHash)
                .setParameter(3, role)
                .setParameter(4, now)
                .executeUpdate();
        if (added == 0) {
            throw new Fault(ErrorCode.USER_EXISTS, name);
        }
        return byName(name).orElseThrow();
    }

    /** @throws Fault USER_NOT_FOUND, LAST_ADMIN */
    public Account change(long id, Consumer<Account> change) {
        // Locked together, so that two administrators cannot take each other's role away in the same moment.
        List<Account> powerful = lockedAdministrators();
        Account account = catalog.find(Account.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (account == null) {
            throw new Fault(ErrorCode.USER_NOT_FOUND, id);
        }
        boolean wasPowerful = isPowerful(account);
        change.accept(account);
        requireAnother(powerful, account, wasPowerful && !isPowerful(account));
        return account;
    }

    /** @throws Fault USER_NOT_FOUND, LAST_ADMIN */
    public void remove(long id) {
        List<Account> powerful = lockedAdministrators();
        Account account = get(id);
        requireAnother(powerful, account, isPowerful(account));
        catalog.remove(catalog.contains(account) ? account : catalog.merge(account));
    }

    private List<Account> lockedAdministrators() {
        return catalog.createNamedQuery("Account.enabledWithRole", Account.class)
                .setParameter("role", ALL_POWERFUL)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE)
                .getResultList();
    }

    private static boolean isPowerful(Account account) {
        return account.enabled() && account.role().equals(ALL_POWERFUL);
    }

    private static void requireAnother(List<Account> powerful, Account account, boolean losesOne) {
        if (losesOne && powerful.stream().allMatch(other -> other.id().equals(account.id()))) {
            throw new Fault(ErrorCode.LAST_ADMIN, account.name());
        }
    }
}
