package org.safeward.takeover;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.LyingCopy;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** What could be taken over, and what was, as clients see it. */
record TakeoverOffer(TakeOverCatalog takeover, LyingCatalogs lying, Destinations destinations, Messages messages) {

    JsonObject json(Optional<Destination> destination) throws IOException, SQLException {
        JsonObjectBuilder json = Json.createObjectBuilder();
        try {
            takeover.requirePossible();
            json.add("possible", true).add("reason", "");
        } catch (Fault e) {
            json.add("possible", false).add("reason", messages.message(e));
        }
        JsonArrayBuilder encrypted = Json.createArrayBuilder();
        destinations.all().stream().filter(one -> one.settings().encrypts()).forEach(one -> encrypted.add(one.name()));
        JsonArrayBuilder catalogs = Json.createArrayBuilder();
        if (destination.isPresent()) {
            lying.in(destination.get()).forEach(copy -> catalogs.add(json(copy)));
        }
        return json.add("destinations", encrypted).add("list", catalogs).build();
    }

    private static JsonObject json(LyingCopy copy) {
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", copy.name())
                .add(
                        "trust",
                        copy.trust()
                                .map(trust -> trust.name().toLowerCase(Locale.ROOT))
                                .orElse("unreadable"))
                .add("present", copy.lies());
        copy.installation().ifPresent(key -> json.add("installation", key.hex()));
        copy.manifest()
                .ifPresent(
                        manifest -> json.add("created_at", manifest.createdAt().getEpochSecond())
                                .add("size", manifest.size()));
        return json.build();
    }

    static JsonObject json(TakeOverCatalog.Taken taken) {
        JsonObjectBuilder rows = Json.createObjectBuilder();
        taken.rows().forEach(rows::add);
        return Json.createObjectBuilder()
                .add("name", taken.name())
                .add("created_at", taken.moment().getEpochSecond())
                .add("rows", rows)
                .build();
    }
}
