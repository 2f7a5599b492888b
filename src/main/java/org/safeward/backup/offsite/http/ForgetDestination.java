package org.safeward.backup.offsite.http;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.safeward.backup.offsite.removal.FormerDestinations;
import org.safeward.backup.offsite.standing.CopyCounts;
import org.safeward.destinations.CopyState;
import org.safeward.fault.Fault;

/** A destination that is not in the settings any more goes from the catalog only when somebody said so, who has seen what is lost with it. */
@ApplicationScoped
class ForgetDestination {
    /** So many are named each; the number is told of all. */
    private static final int MOST_NAMED = 1000;

    @Inject
    private FormerDestinations former;

    @Inject
    private CopyCounts counts;

    List<JsonObject> all() {
        return former.all().stream().map(this::json).toList();
    }

    /** @throws Fault UNKNOWN_DESTINATION, DESTINATION_CONFIGURED */
    JsonObject preview(String name) {
        return json(former.get(name));
    }

    /**
     * @return how many copies were forgotten
     * @throws Fault UNKNOWN_DESTINATION, DESTINATION_CONFIGURED, DESTINATION_NEEDED, RECORD_IN_USE
     */
    int run(String name, long lost) {
        return former.forget(name, lost);
    }

    private JsonObject json(FormerDestinations.Former one) {
        Map<CopyState, CopyCounts.Total> totals = counts.totals(one.name());
        JsonObjectBuilder copies = Json.createObjectBuilder();
        for (CopyState state : EnumSet.complementOf(EnumSet.of(CopyState.EXPIRED))) {
            copies.add(
                    state.text(),
                    totals.getOrDefault(state, CopyCounts.Total.NONE).number());
        }
        JsonArrayBuilder records = Json.createArrayBuilder();
        one.lost().stream().limit(MOST_NAMED).forEach(records::add);
        return Json.createObjectBuilder()
                .add("name", one.name())
                .add("address", one.address().<JsonValue>map(Json::createValue).orElse(JsonValue.NULL))
                .add(
                        "known_since",
                        one.knownSince()
                                .map(Instant::getEpochSecond)
                                .<JsonValue>map(Json::createValue)
                                .orElse(JsonValue.NULL))
                .add("copies", copies)
                .add("lost", one.lost().size())
                .add("lost_records", records)
                .build();
    }
}
