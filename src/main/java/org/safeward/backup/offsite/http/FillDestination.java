package org.safeward.backup.offsite.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.safeward.backup.offsite.standing.CopyCounts;
import org.safeward.databases.Databases;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.destinations.KnownDestinations;
import org.safeward.fault.Fault;

/** Older backups go to a new destination only when somebody said so, who has seen how much that is. */
@ApplicationScoped
class FillDestination {
    @Inject
    private Destinations destinations;

    @Inject
    private KnownDestinations known;

    @Inject
    private ShowDestinations show;

    @Inject
    private CopyCounts counts;

    @Inject
    private Databases databases;

    @Inject
    private InstantSource clock;

    /**
     * What filling up is about.
     *
     * @param fill whether it was said already
     * @param older the backups that are older than the destination and that nobody has begun to copy there
     */
    record Filling(boolean fill, CopyCounts.Total older) {
        JsonObject json() {
            return Json.createObjectBuilder()
                    .add("fill", fill)
                    .add("backups", older.number())
                    .add("bytes", older.bytes())
                    .build();
        }
    }

    /** @throws Fault UNKNOWN_DESTINATION */
    Filling preview(String name) {
        if (show.isSecond(name)) {
            return new Filling(true, CopyCounts.Total.NONE);
        }
        Destination destination = destinations.get(name);
        Optional<KnownDestination> row = known.find(destination);
        List<String> takes =
                databases.names().stream().filter(destination.settings()::takes).toList();
        Instant since = row.map(KnownDestination::knownSince).orElseGet(clock::instant);
        return new Filling(
                row.filter(KnownDestination::fills).isPresent(), counts.older(destination.name(), takes, since));
    }

    /** @throws Fault UNKNOWN_DESTINATION */
    Filling run(String name) {
        if (!show.isSecond(name)) {
            known.change(destinations.get(name), KnownDestination::fillUp);
        }
        return preview(name);
    }
}
