package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.CopyPlace;
import org.safeward.fault.Fault;

/** Where {@link NearestCopy} would take a file from, by names and sizes on disks and by what is known of destinations, which are not asked. */
@ApplicationScoped
public class NearestLook {
    @Inject
    private CopyOnDisk disk;

    @Inject
    private StoredCopies stored;

    /**
     * Where a copy is that seems good.
     *
     * @param nearest whether it is the backup's own file
     * @param sealed whether it was encrypted on its way there, and only an identity opens it
     * @param why no nearer one; empty for a backup whose own file went on purpose
     */
    public record Seen(String place, boolean nearest, boolean sealed, String why) {}

    /** @throws Fault as {@link NearestCopy#find} would, as far as that can be told */
    public Seen at(BackupRecord record) {
        List<PassedOver> passed = new ArrayList<>();
        for (CopyPlace place : CopyPlace.values()) {
            Optional<Path> file = record.copyIn(place);
            if (file.isPresent()) {
                Optional<Fault> why = disk.look(record, file.get());
                if (why.isEmpty()) {
                    return seen(file.get().toString(), place == CopyPlace.FIRST, passed);
                }
                passed.add(new PassedOver(file.get().toString(), why.get()));
            }
        }
        List<StoredCopies.Candidate> all = stored.of(record, passed);
        Optional<StoredCopies.Candidate> plain = all.stream()
                .filter(candidate -> candidate.usable(record, DecryptionKey.NONE, passed))
                .findFirst();
        return plain.or(() -> all.stream().findFirst())
                .map(candidate -> new Seen(
                        candidate.place(), false, plain.isEmpty(), PassedOver.listed(nearer(candidate, passed))))
                .orElseThrow(() -> PassedOver.all(record.id(), passed));
    }

    /** Without itself, which was passed over only for want of an identity. */
    private static List<PassedOver> nearer(StoredCopies.Candidate taken, List<PassedOver> passed) {
        return passed.stream().filter(one -> !one.place().equals(taken.place())).toList();
    }

    /** Whether nothing but copies that were encrypted on their way can be reached. */
    public boolean isSealed(BackupRecord record) {
        try {
            return at(record).sealed();
        } catch (Fault e) {
            // There is none at all, which is another matter.
            return false;
        }
    }

    /** Whether a destination seems to have it as it was backed up, and not encrypted apart from that. */
    public boolean isStored(BackupRecord record) {
        List<PassedOver> passed = new ArrayList<>();
        return stored.of(record, passed).stream()
                .anyMatch(candidate -> candidate.usable(record, DecryptionKey.NONE, passed));
    }

    private static Seen seen(String place, boolean nearest, List<PassedOver> passed) {
        return new Seen(place, nearest, false, PassedOver.listed(passed));
    }
}
