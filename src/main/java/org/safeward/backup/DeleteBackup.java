package org.safeward.backup;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.inject.Inject;

/** Removes a backup because somebody asks for it; what retention would keep is no reason to refuse. */
@Stateless
public class DeleteBackup {
    @Inject
    private RemoveBackup removal;

    /** @throws org.safeward.fault.Fault RECORD_NOT_FOUND, RECORD_IN_USE, STORE_UNREACHABLE */
    @RolesAllowed("ADMIN")
    public void delete(long id) {
        removal.remove(id);
    }
}
