package org.safeward.backup.offsite.removal;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.safeward.backup.RemoveBackup;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.jobs.record.Claims;
import org.safeward.jobs.record.JobKind;

/**
 * Destinations that the settings do not name any more: what is remembered of them, until somebody says that they are gone for good. What may lie there
 * still is not touched, since nobody here can reach it.
 */
@Stateless
public class FormerDestinations {
    private static final String NAMES = """
            SELECT DISTINCT c.destination FROM BackupCopy c
            WHERE c.state <> org.safeward.destinations.CopyState.EXPIRED AND c.destination NOT IN :configured""";

    private static final String COPIES =
            "SELECT c FROM BackupCopy c WHERE c.destination = :name ORDER BY c.record, c.id";

    /** A file that should be here counts, on whichever node; what was never read back anywhere else does not. */
    private static final String LOST = """
            SELECT r.id FROM BackupRecord r
            WHERE r.status = org.safeward.catalog.RunState.COMPLETED AND r.verifiedAt IS NOT NULL
              AND (r.whereabouts.trashedBy IS NULL OR r.whereabouts.trashedBy <> :deleted)
              AND (r.whereabouts.fileRemovedAt IS NOT NULL OR r.checks.fileDamagedAt IS NOT NULL)
              AND (r.copyPath IS NULL OR r.checks.copyDamagedAt IS NOT NULL)
              AND EXISTS (SELECT c.id FROM BackupCopy c WHERE c.record = r.id AND c.destination = :name
                AND c.state IN (org.safeward.destinations.CopyState.GOOD, org.safeward.destinations.CopyState.UNREAD))
              AND NOT EXISTS (SELECT o.id FROM BackupCopy o WHERE o.record = r.id
                AND o.destination IN :configured AND o.state = org.safeward.destinations.CopyState.GOOD)
            ORDER BY r.id""";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private Destinations destinations;

    @Inject
    private BackupCopies copies;

    @Inject
    private RecordWithoutCopy without;

    @Inject
    private RemoveBackup removal;

    @Inject
    private Claims claims;

    /**
     * What is remembered of one.
     *
     * @param address empty when it is not known
     * @param knownSince empty when it is not known
     * @param lost ids of the backups of which no other good copy is known: they are lost with it
     */
    public record Former(String name, Optional<String> address, Optional<Instant> knownSince, List<Long> lost) {}

    /** Those that copies are remembered in, by name. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Former> all() {
        return catalog.createQuery(NAMES, String.class)
                .setParameter("configured", configured())
                .getResultStream()
                .sorted()
                .map(this::former)
                .toList();
    }

    /** @throws Fault UNKNOWN_DESTINATION, DESTINATION_CONFIGURED */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Former get(String name) {
        if (configured().contains(name) || claims.holder(JobKind.copyTo(name)).isPresent()) {
            throw new Fault(ErrorCode.DESTINATION_CONFIGURED, name);
        }
        if (known(name).isEmpty() && ofDestination(name).isEmpty()) {
            String known = destinations.all().stream().map(Destination::name).collect(Collectors.joining(", "));
            throw new Fault(ErrorCode.UNKNOWN_DESTINATION, name, known);
        }
        return former(name);
    }

    /**
     * It is gone for good: its copies are forgotten, and so is a backup of which nothing lies anywhere else. All or nothing.
     *
     * @param confirmed how many backups are lost with it, by whoever asks for it
     * @return how many copies were forgotten
     * @throws Fault UNKNOWN_DESTINATION, DESTINATION_CONFIGURED; DESTINATION_NEEDED when that number is another one; RECORD_IN_USE
     */
    public int forget(String name, long confirmed) {
        Former former = get(name);
        List<BackupCopy> gone = ofDestination(name);
        Set<Long> records = gone.stream().map(BackupCopy::record).collect(Collectors.toCollection(TreeSet::new));
        // Locked first, so that what is counted next is what goes.
        records.forEach(id -> catalog.find(BackupRecord.class, id, LockModeType.PESSIMISTIC_WRITE));
        int lost = former(name).lost().size();
        if (lost != confirmed) {
            throw new Fault(ErrorCode.DESTINATION_NEEDED, former.name(), lost);
        }
        gone.forEach(copy -> copies.remove(copy.id()));
        catalog.flush();
        for (long id : records) {
            BackupRecord record = catalog.find(BackupRecord.class, id);
            if (record != null && without.isNowhere(record)) {
                removal.requireUnused(record);
                without.remove(record);
            }
        }
        known(name).ifPresent(catalog::remove);
        catalog.createNativeQuery("DELETE FROM catalog_copy WHERE destination = ?1")
                .setParameter(1, name)
                .executeUpdate();
        return gone.size();
    }

    private Former former(String name) {
        Optional<KnownDestination> known = known(name);
        List<Long> lost = catalog.createQuery(LOST, Long.class)
                .setParameter("name", name)
                .setParameter("configured", configured())
                .setParameter("deleted", org.safeward.catalog.Whereabouts.DELETED)
                .getResultList();
        return new Former(name, known.map(KnownDestination::address), known.map(KnownDestination::knownSince), lost);
    }

    private Optional<KnownDestination> known(String name) {
        return Optional.ofNullable(catalog.find(KnownDestination.class, name));
    }

    private List<BackupCopy> ofDestination(String name) {
        return catalog.createQuery(COPIES, BackupCopy.class)
                .setParameter("name", name)
                .getResultList();
    }

    /** Never empty, for queries: no destination has the name of the second directory. */
    private Set<String> configured() {
        Set<String> names = new TreeSet<>(Set.of("second-directory"));
        destinations.all().stream().map(Destination::name).forEach(names::add);
        return names;
    }
}
