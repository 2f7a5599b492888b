package org.safeward.backup.offsite.http;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.safeward.backup.offsite.lock.LockStanding;
import org.safeward.backup.offsite.standing.CopyCounts;
import org.safeward.destinations.CatalogCopies;
import org.safeward.destinations.CopyState;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.store.remote.StorePlace;

/**
 * A destination as clients see it.
 *
 * @param state in one word; what is wrong is in {@code fault}
 * @param failingSince the first of a row of failures; empty when it went well last, or that moment is not known
 * @param reachedAt when something last went well there
 * @param free bytes; empty where the place does not say
 * @param databases whose backups go there
 * @param bandwidth bytes a second; empty for no limit
 * @param knownSince backups that were made since are copied there; empty when nothing was done there yet
 * @param fill whether older ones are, too
 * @param lock how it stands with locks there
 * @param older good copies that are for other recipients than those of now
 * @param catalog how it stands with the backups of our own catalog; empty where none is made
 */
record DestinationJson(
        String name,
        StorePlace place,
        State state,
        Optional<Fault> fault,
        Optional<Instant> failingSince,
        Optional<Instant> reachedAt,
        OptionalLong free,
        List<String> databases,
        boolean encrypted,
        OptionalLong bandwidth,
        Optional<Instant> knownSince,
        boolean fill,
        LockStanding.Standing lock,
        List<Newest> newest,
        Optional<CatalogCopies.Standing> catalog,
        long older,
        Map<CopyState, CopyCounts.Total> copies) {

    enum State {
        UNTRIED,
        OK,
        FAILING
    }

    /** The newest backup of a database that is good there, and since when newer ones are missing. */
    record Newest(String database, Optional<CopyCounts.There> there, Optional<Instant> behindSince, boolean late) {
        JsonObjectBuilder json() {
            return Json.createObjectBuilder()
                    .add("database", database)
                    .add("record_id", number(there.map(known -> known.backup().id())))
                    .add(
                            "completed_at",
                            moment(there.map(known -> known.backup().completedAt())))
                    .add("verified_at", moment(there.map(CopyCounts.There::verifiedAt)))
                    .add("behind_since", moment(behindSince))
                    .add("late", late);
        }
    }

    JsonObjectBuilder json(Messages messages) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        newest.forEach(one -> list.add(one.json()));
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("name", name)
                .add("address", place.address())
                .add("kind", place.kind())
                .add("state", state.name().toLowerCase(java.util.Locale.ROOT))
                .add("failing_since", moment(failingSince))
                .add("error", text(fault.map(reason -> reason.code().name())))
                .add("message", text(fault.map(messages::message)))
                .add("hint", text(fault.map(messages::hint)))
                .add("reached_at", moment(reachedAt))
                .add("free", number(free))
                .add("databases", Json.createArrayBuilder(databases))
                .add("encrypted", encrypted)
                .add("bandwidth", number(bandwidth))
                .add("known_since", moment(knownSince))
                .add("fill", fill)
                .add("lock", LockJson.of(lock, messages))
                .add("newest", list)
                .add("catalog", catalog(messages))
                .add("for_other_recipients", older);
        return copies(json);
    }

    private JsonValue catalog(Messages messages) {
        return catalog.<JsonValue>map(standing -> Json.createObjectBuilder()
                        .add("made_at", moment(standing.madeAt()))
                        .add("late", standing.late())
                        .add(
                                "error",
                                text(standing.fault()
                                        .map(reason -> reason.code().name())))
                        .add("message", text(standing.fault().map(messages::message)))
                        .add("hint", text(standing.fault().map(messages::hint)))
                        .build())
                .orElse(JsonValue.NULL);
    }

    private JsonObjectBuilder copies(JsonObjectBuilder json) {
        JsonObjectBuilder numbers = Json.createObjectBuilder();
        long bytes = 0;
        for (CopyState one : EnumSet.complementOf(EnumSet.of(CopyState.EXPIRED))) {
            CopyCounts.Total total = copies.getOrDefault(one, CopyCounts.Total.NONE);
            numbers.add(one.text(), total.number());
            bytes += lies(one) ? total.bytes() : 0;
        }
        return json.add("copies", numbers).add("bytes", bytes);
    }

    /** Of one that is being made, nobody knows how much of it is there. */
    private static boolean lies(CopyState state) {
        return state == CopyState.GOOD || state == CopyState.UNREAD || state == CopyState.DELETING;
    }

    private static JsonValue moment(Optional<Instant> moment) {
        return number(moment.map(Instant::getEpochSecond));
    }

    private static JsonValue number(OptionalLong number) {
        return number.isPresent() ? Json.createValue(number.getAsLong()) : JsonValue.NULL;
    }

    private static JsonValue number(Optional<Long> number) {
        return number.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }
}
