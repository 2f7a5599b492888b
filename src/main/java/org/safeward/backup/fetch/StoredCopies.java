package org.safeward.backup.fetch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Identity;
import org.safeward.catalog.BackupRecord;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.RemoteStore;

/** Which copies of a backup lie in destinations, in the order in which they are asked for, and what was found of them. */
@ApplicationScoped
class StoredCopies {
    @Inject
    private Destinations destinations;

    @Inject
    private BackupCopies copies;

    @Inject
    private KnownDestinations known;

    @Inject
    private InstantSource clock;

    /** A copy that may be good. */
    record Candidate(Destination destination, BackupCopy copy) {
        String place() {
            return destination.address() + "/" + name();
        }

        /** In which its name stands for what was read back. */
        RemoteStore store() {
            return destination.storeOf(copy);
        }

        String name() {
            return copy.name().orElseThrow();
        }

        /** False for one that is encrypted apart from the backup where there is no identity that may open it, which is noted. */
        boolean usable(BackupRecord record, DecryptionKey key, List<PassedOver> useless) {
            boolean same = sha256(record).equals(record.sha256());
            boolean usable = same || key instanceof Identity;
            if (!usable) {
                useless.add(new PassedOver(place(), new Fault(ErrorCode.COPY_ENCRYPTED, place())));
            }
            return usable;
        }

        /** In bytes, as it lies there. */
        long size(BackupRecord record) {
            return copy.encrypted() ? copy.fileSize() : record.fileSize();
        }

        /** As it lies there. */
        String sha256(BackupRecord record) {
            return copy.encrypted() ? copy.sha256().orElse("") : record.sha256();
        }
    }

    /** @param useless gets those of which it is known without a look that they are of no use here */
    List<Candidate> of(BackupRecord record, List<PassedOver> useless) {
        Map<String, Destination> configured =
                destinations.all().stream().collect(Collectors.toMap(Destination::name, Function.identity()));
        List<Candidate> good = new ArrayList<>();
        List<Candidate> unread = new ArrayList<>();
        Map<String, BackupCopy> known = copies.ofRecord(record.id()).stream()
                .collect(Collectors.toMap(BackupCopy::destination, Function.identity()));
        known.keySet().stream()
                .filter(name -> !configured.containsKey(name))
                .forEach(name -> useless.add(new PassedOver(name, new Fault(ErrorCode.UNKNOWN_DESTINATION, name, ""))));
        for (Destination destination : destinations.all()) {
            BackupCopy copy = known.get(destination.name());
            if (copy == null || copy.name().isEmpty()) {
                continue;
            }
            Candidate candidate = new Candidate(destination, copy);
            if (copy.state() == CopyState.DAMAGED) {
                Fault why = copy.errorCode() == null
                        ? new Fault(ErrorCode.BACKUP_DAMAGED, candidate.place())
                        : Fault.kept(copy.errorCode(), copy.errorArguments());
                useless.add(new PassedOver(candidate.place(), why));
            } else if (copy.state() == CopyState.GOOD || copy.state() == CopyState.UNREAD) {
                (copy.state() == CopyState.GOOD ? good : unread).add(candidate);
            }
        }
        good.addAll(unread);
        return good;
    }

    void damaged(Candidate candidate, Fault reason) {
        copies.change(candidate.copy().id(), copy -> copy.foundDamaged(reason, clock.instant()));
    }

    /** It was fetched from there, and is what was sent. */
    void good(Candidate candidate) {
        copies.change(candidate.copy().id(), copy -> copy.foundGood(clock.instant()));
        known.change(candidate.destination(), destination -> destination.reached(clock.instant()));
    }

    void notReached(Candidate candidate, Fault reason) {
        known.change(candidate.destination(), destination -> destination.failed(reason, clock.instant()));
    }
}
