package org.safeward.backup.trash;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.archive.content.FileSum;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.CopyPlace;
import org.safeward.destinations.GoodCopies;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Takes a backup out of the trash: its files are read to their end, and one that is whole at least is under its name again. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class BringBack {
    private static final Logger LOG = System.getLogger(BringBack.class.getName());

    @Inject
    private BackupRecords records;

    @Inject
    private TrashedRecords trashed;

    @Inject
    private TrashedFiles files;

    @Inject
    private GoodCopies goodCopies;

    @Inject
    private InstantSource clock;

    /**
     * One that lies in destinations alone has no file here to read. Pinned, since retention may have thrown it away, and would again. One that is not in the trash is left as it is.
     *
     * @throws Fault RECORD_NOT_FOUND, BACKUP_FILE_MISSING, BACKUP_DAMAGED when no file of it is whole and no destination has a good copy, STORE_MISSING, STORE_UNREACHABLE,
     *     BACKUP_ON_OTHER_NODE
     */
    @RolesAllowed("OPERATOR")
    public BackupRecord run(long id) {
        Optional<BackupRecord> found = trashed.find(id);
        if (found.filter(record -> record.whereabouts().isDeleting()).isPresent()) {
            throw new Fault(ErrorCode.RECORD_NOT_FOUND, id);
        }
        if (found.isEmpty()) {
            return records.get(id);
        }
        // A disk that is not mounted is no damage.
        files.require(found.get());
        Set<CopyPlace> whole = whole(found.get());
        Instant now = clock.instant();
        trashed.change(id, row -> {
            files.bringBack(row);
            TrashedFiles.places(row).forEach(place -> note(row, place, whole.contains(place), now));
            row.whereabouts(row.whereabouts().untrashed());
            row.pin(true, now);
        });
        return records.get(id);
    }

    private static void note(BackupRecord row, CopyPlace place, boolean whole, Instant now) {
        if (whole) {
            row.foundGood(place, now);
        } else {
            row.foundDamaged(place, now);
        }
    }

    private Set<CopyPlace> whole(BackupRecord record) {
        Set<CopyPlace> whole = EnumSet.noneOf(CopyPlace.class);
        TrashedFiles.places(record).filter(place -> isWhole(record, place)).forEach(whole::add);
        List<CopyPlace> places = TrashedFiles.places(record).toList();
        if (whole.isEmpty() && !places.isEmpty() && !goodCopies.hasAny(record.id())) {
            boolean there = TrashedFiles.places(record).anyMatch(place -> TrashedFiles.isThere(record, place));
            throw new Fault(
                    there ? ErrorCode.BACKUP_DAMAGED : ErrorCode.BACKUP_FILE_MISSING,
                    TrashedFiles.place(record, places.get(0)));
        }
        return whole;
    }

    private boolean isWhole(BackupRecord record, CopyPlace place) {
        Path file = TrashedFiles.place(record, place);
        if (!TrashedFiles.isThere(record, place)) {
            return false;
        }
        try {
            return FileSum.sha256(file, () -> {}).equals(record.sha256());
        } catch (IOException e) {
            LOG.log(Level.WARNING, "backup file " + file + " cannot be read", e);
            return false;
        }
    }
}
