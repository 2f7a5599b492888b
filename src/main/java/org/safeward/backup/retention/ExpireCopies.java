package org.safeward.backup.retention;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import org.safeward.backup.RemoveBackup;
import org.safeward.fault.Fault;

/** Lets go of what one place does not keep of a backup that lives on in another. What cannot go now goes after the next backup. */
@ApplicationScoped
public class ExpireCopies {
    private static final Logger LOG = System.getLogger(ExpireCopies.class.getName());

    @Inject
    private DestinationsOfDatabase destinations;

    @Inject
    private RemoveBackup removal;

    @Inject
    private LookAtCopy look;

    @Inject
    private LetCopyGo copies;

    /**
     * The files on this machine go, with the copies in destinations that have no rules of their own.
     *
     * @return whether they went
     */
    public boolean leaveTo(String keeper, long record) {
        try {
            if (!look.lies(record, keeper) || !removal.leave(record, destinations.address(record, keeper))) {
                return false;
            }
            copies.following(record, destinations.following());
            return true;
        } catch (Fault e) {
            LOG.log(Level.WARNING, "the file of backup {0} could not be removed: {1}", record, e.getMessage());
            return false;
        }
    }

    public void expire(List<KeptInPlaces.Going> going) {
        for (KeptInPlaces.Going copy : going) {
            try {
                if (copy.keeper().map(keeper -> look.lies(copy.id(), keeper)).orElse(true)) {
                    copies.run(copy.id(), copy.place());
                }
            } catch (Fault e) {
                LOG.log(
                        Level.INFO,
                        "the copy of backup {0} at {1} stays for now: {2}",
                        copy.id(),
                        copy.place(),
                        e.getMessage());
            }
        }
    }
}
