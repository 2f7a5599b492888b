package org.safeward.backup.offsite.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.safeward.backup.offsite.lock.LockStanding;
import org.safeward.backup.offsite.renew.RenewableCopies;
import org.safeward.backup.offsite.standing.CopyCounts;
import org.safeward.backup.offsite.standing.OffsiteStanding;
import org.safeward.backup.offsite.standing.SecondDirectory;
import org.safeward.backup.stores.StoreState;
import org.safeward.databases.Databases;
import org.safeward.destinations.CatalogCopies;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.reach.FreeSpace;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.DirectoryPlace;
import org.safeward.store.remote.DirectoryStore;

/** Puts together how it stands with destinations. None that does not answer keeps the others from being shown. */
@ApplicationScoped
class ShowDestinations {
    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private SecondDirectory second;

    @Inject
    private OffsiteStanding standing;

    @Inject
    private CopyCounts counts;

    @Inject
    private CatalogCopies catalogs;

    @Inject
    private RenewableCopies renewable;

    @Inject
    private Databases databases;

    @Inject
    private LockStanding locks;

    @Inject
    private FreeSpace space;

    /** The second directory first, as it is the nearest. */
    List<DestinationJson> all() {
        List<FreeSpace.Place> places = new ArrayList<>();
        second.place().ifPresent(place -> places.add(place(place)));
        destinations.all().forEach(destination -> places.add(place(destination)));
        space.ask(places);
        List<DestinationJson> all = new ArrayList<>();
        second.place().ifPresent(place -> all.add(of(place)));
        destinations.all().forEach(destination -> all.add(of(destination)));
        return all;
    }

    /** @throws Fault UNKNOWN_DESTINATION */
    DestinationJson one(String name) {
        if (isSecond(name)) {
            DirectoryPlace place = second.place().orElseThrow();
            space.ask(List.of(place(place)));
            return of(place);
        }
        Destination destination = destinations.get(name);
        space.ask(List.of(place(destination)));
        return of(destination);
    }

    boolean isSecond(String name) {
        return name.equals(SecondDirectory.NAME) && second.place().isPresent();
    }

    /** What it said of itself may have changed. */
    void forget(String name) {
        space.forget(name);
    }

    /** @throws Fault DESTINATION_UNREACHABLE when the second directory does not answer */
    void requireSecond() {
        DirectoryPlace place = second.place().orElseThrow();
        space.ask(List.of(place(place)));
        if (!space.answers(SecondDirectory.NAME)) {
            throw silent(place);
        }
    }

    private static FreeSpace.Place place(DirectoryPlace place) {
        return new FreeSpace.Place(SecondDirectory.NAME, () -> {
            try (DirectoryStore store = new DirectoryStore(place.directory())) {
                return store.free();
            }
        });
    }

    private static FreeSpace.Place place(Destination destination) {
        return new FreeSpace.Place(destination.name(), () -> destination.store().free());
    }

    private DestinationJson of(Destination destination) {
        Optional<KnownDestination> row = known.find(destination);
        Optional<Fault> fault = row.flatMap(KnownDestination::fault);
        boolean untried = row.flatMap(KnownDestination::reachedAt).isEmpty();
        List<String> takes =
                databases.names().stream().filter(destination.settings()::takes).toList();
        return new DestinationJson(
                destination.name(),
                destination.settings().place(),
                state(fault, untried),
                fault,
                row.flatMap(KnownDestination::failedAt),
                row.flatMap(KnownDestination::reachedAt),
                space.of(destination.name()),
                takes,
                destination.settings().encrypts(),
                destination.settings().bandwidth(),
                row.map(KnownDestination::knownSince),
                row.filter(KnownDestination::fills).isPresent(),
                locks.of(destination),
                takes.stream().map(database -> newest(destination, database)).toList(),
                catalogs.standing(destination),
                renewable.count(destination).older(),
                counts.totals(destination.name()));
    }

    private static DestinationJson.State state(Optional<Fault> fault, boolean untried) {
        if (fault.isPresent()) {
            return DestinationJson.State.FAILING;
        }
        return untried ? DestinationJson.State.UNTRIED : DestinationJson.State.OK;
    }

    private DestinationJson.Newest newest(Destination destination, String database) {
        OffsiteStanding.Standing now = standing.at(destination, database);
        return new DestinationJson.Newest(database, now.newest(), now.behindSince(), now.late());
    }

    /** What is not in it yet is copied there by itself, so it is always being filled. */
    private DestinationJson of(DirectoryPlace place) {
        boolean answers = space.answers(SecondDirectory.NAME);
        StoreState state = answers ? second.state() : StoreState.UNREACHABLE;
        Optional<Fault> fault = answers ? second.fault(state) : Optional.of(silent(place));
        return new DestinationJson(
                SecondDirectory.NAME,
                place,
                state(fault, state == StoreState.NEW),
                fault,
                Optional.empty(),
                Optional.<Instant>empty(),
                space.of(SecondDirectory.NAME),
                databases.names(),
                false,
                OptionalLong.empty(),
                Optional.empty(),
                true,
                LockStanding.Standing.NONE,
                databases.names().stream().map(this::newest).toList(),
                Optional.empty(),
                0,
                counts.totalsOfSecondDirectory());
    }

    private DestinationJson.Newest newest(String database) {
        return new DestinationJson.Newest(database, counts.newestInSecondDirectory(database), Optional.empty(), false);
    }

    private static Fault silent(DirectoryPlace place) {
        return new Fault(ErrorCode.DESTINATION_UNREACHABLE, place.address(), "no answer");
    }
}
