package org.safeward.status;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.safeward.backup.identities.EncryptedPlaces;
import org.safeward.backup.offsite.standing.CopyCounts;
import org.safeward.backup.offsite.standing.OffsiteStanding;
import org.safeward.destinations.CatalogCopies;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.KnownDestination;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** How far a database's backups have come at each destination that they go to, and what is to be worried about there. */
@ApplicationScoped
class OffsiteJson {
    @Inject
    private OffsiteStanding offsite;

    @Inject
    private CatalogCopies catalogs;

    @Inject
    private EncryptedPlaces places;

    @Inject
    private Destinations destinations;

    void addTo(JsonObjectBuilder json, String database, Messages messages) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        offsite.of(database).forEach(standing -> list.add(json(standing, messages)));
        json.add("destinations", list);
    }

    List<String> warnings(String database, Messages messages) {
        List<String> warnings = new ArrayList<>();
        places.all().stream()
                .filter(EncryptedPlaces.Standing::late)
                .filter(place -> concerns(place, database))
                .forEach(place -> warnings.add(messages.text("WARNING_IDENTITY", place.place())));
        for (OffsiteStanding.Standing standing : offsite.of(database)) {
            String name = standing.destination().name();
            fault(standing)
                    .ifPresent(
                            fault -> warnings.add(messages.text("WARNING_DESTINATION", name, messages.message(fault))));
            if (standing.late()) {
                warnings.add(messages.text("WARNING_NOT_OFFSITE", name));
            }
            catalogs.standing(standing.destination())
                    .flatMap(catalog -> warning(name, catalog, messages))
                    .ifPresent(warnings::add);
        }
        return warnings;
    }

    private boolean concerns(EncryptedPlaces.Standing place, String database) {
        return place.place().equals(EncryptedPlaces.BACKUP_DIRECTORY)
                || destinations.get(place.place()).settings().takes(database);
    }

    /** Without it, the users, records and settings are lost with this machine. */
    private static Optional<String> warning(String name, CatalogCopies.Standing catalog, Messages messages) {
        Optional<String> failed =
                catalog.fault().map(fault -> messages.text("WARNING_CATALOG_BACKUP", name, messages.message(fault)));
        return failed.isPresent() || !catalog.late()
                ? failed
                : Optional.of(messages.text("WARNING_CATALOG_OVERDUE", name));
    }

    private static JsonObjectBuilder json(OffsiteStanding.Standing standing, Messages messages) {
        Optional<Fault> fault = fault(standing);
        return Json.createObjectBuilder()
                .add("name", standing.destination().name())
                .add("failing_since", moment(standing.known().flatMap(KnownDestination::failedAt)))
                .add("error", text(fault.map(reason -> reason.code().name())))
                .add("message", text(fault.map(messages::message)))
                .add("hint", text(fault.map(messages::hint)))
                .add(
                        "record_id",
                        number(standing.newest().map(there -> there.backup().id())))
                .add(
                        "completed_at",
                        moment(standing.newest().map(there -> there.backup().completedAt())))
                .add("verified_at", moment(standing.newest().map(CopyCounts.There::verifiedAt)))
                .add("behind_since", moment(standing.behindSince()))
                .add("late", standing.late());
    }

    private static Optional<Fault> fault(OffsiteStanding.Standing standing) {
        return standing.known().flatMap(KnownDestination::fault);
    }

    private static JsonValue moment(Optional<Instant> moment) {
        return number(moment.map(Instant::getEpochSecond));
    }

    private static JsonValue number(Optional<Long> number) {
        return number.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }
}
