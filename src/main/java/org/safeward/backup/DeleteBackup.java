package org.safeward.backup;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import org.safeward.backup.trash.SettleTrash;
import org.safeward.fault.Fault;

/** Removes a backup because somebody asks for it; what retention would keep is no reason to refuse. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DeleteBackup {
    @Inject
    private RemoveBackup removal;

    @Inject
    private SettleTrash settle;

    /** @throws Fault RECORD_NOT_FOUND, RECORD_IN_USE, STORE_UNREACHABLE, STORE_MISSING */
    @RolesAllowed("ADMIN")
    public void delete(long id, String by) {
        try {
            removal.remove(id, by);
        } catch (Fault e) {
            // Its copy may be in the trash already, while the file could not be moved.
            settle.run();
            throw e;
        }
    }
}
