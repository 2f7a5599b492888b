package org.safeward.backup.offsite.renew;

import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Identity;
import org.safeward.backup.FileKeys;
import org.safeward.backup.offsite.CopySource;
import org.safeward.backup.offsite.OwedCopy;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.Destination;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What somebody has asked for: that the copies in a destination are made anew for the recipients that it has now. */
@ApplicationScoped
public class Renewal {
    /** An identity that nobody needs any more is not kept for ever. */
    private static final Duration LONGEST = Duration.ofDays(1);

    @Inject
    private KnownDestinations known;

    @Inject
    private RenewableCopies renewable;

    @Inject
    private CopySource source;

    @Inject
    private BackupRecords records;

    @Inject
    private FileKeys keys;

    @Inject
    private InstantSource clock;

    private final Map<String, Brought> identities = new ConcurrentHashMap<>();

    /** What opens copies, as long as it is held. */
    private record Brought(Identity identity, Instant until) {}

    /**
     * How it stands.
     *
     * @param wanted whether somebody has asked for it
     * @param sealed of the older ones, those that can be made of encrypted copies alone
     * @param opens whether this node has an identity that may open those
     */
    public record Standing(boolean wanted, RenewableCopies.Count count, long sealed, boolean opens) {}

    /** @throws Fault DESTINATION_NOT_ENCRYPTED */
    public Standing standing(Destination destination) {
        require(destination);
        long sealed = renewable.due(destination).stream()
                .filter(copy -> !isPlain(copy))
                .count();
        return new Standing(
                isWanted(destination), renewable.count(destination), sealed, key(destination) instanceof Identity);
    }

    /**
     * @param identity opens what lies in no place in clear; held in memory until all is done
     * @throws Fault DESTINATION_NOT_ENCRYPTED, IDENTITY_INVALID
     */
    public void ask(Destination destination, Optional<String> identity) {
        require(destination);
        Optional<Identity> brought = identity.map(Identity::parse);
        forget(destination.name());
        brought.ifPresent(one -> identities.put(
                destination.name(), new Brought(one, clock.instant().plus(LONGEST))));
        known.change(destination, row -> row.renewFor(RenewableCopies.recipients(destination)));
    }

    /** Nothing more is begun. */
    public void stop(Destination destination) {
        known.change(destination, row -> row.renewFor(null));
        forget(destination.name());
    }

    /** Whether somebody has asked for just these recipients: others that come into the settings later have to be asked for again. */
    boolean isWanted(Destination destination) {
        return destination.settings().encrypts()
                && known.find(destination)
                        .flatMap(KnownDestination::renewFor)
                        .equals(Optional.of(RenewableCopies.recipients(destination)));
    }

    /** What was brought for a destination, else the operator's identity file. */
    DecryptionKey key(Destination destination) {
        Brought brought = identities.get(destination.name());
        if (brought != null && brought.until().isAfter(clock.instant())) {
            return brought.identity();
        }
        forget(destination.name());
        return keys.of(Optional.<java.nio.file.Path>empty(), Optional.empty());
    }

    boolean isPlain(OwedCopy copy) {
        return records.find(copy.record()).filter(source::isThereFor).isPresent();
    }

    /** Nobody needs what was brought for a destination any more. */
    void forget(String destination) {
        Optional.ofNullable(identities.remove(destination))
                .ifPresent(brought -> brought.identity().close());
    }

    @PreDestroy
    void close() {
        identities.keySet().forEach(this::forget);
    }

    private static void require(Destination destination) {
        if (!destination.settings().encrypts()) {
            throw new Fault(ErrorCode.DESTINATION_NOT_ENCRYPTED, destination.name());
        }
    }
}
