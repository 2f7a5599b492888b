package org.safeward.restore.preview;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import org.safeward.engine.Destination;
import org.safeward.engine.PartsOutlook;

/** Where a restore goes and what it meets there, as clients see it. */
final class PartsJson {
    private PartsJson() {}

    /** @param outlook empty where nothing is known of it, and of a restore that is of no parts */
    static JsonObjectBuilder add(JsonObjectBuilder json, Destination destination, Optional<PartsOutlook> outlook) {
        Optional<String> target =
                destination instanceof Destination.NewDatabase beside ? Optional.of(beside.name()) : Optional.empty();
        Optional<String> into = destination instanceof Destination.Parts parts ? parts.into() : Optional.empty();
        return json.add("target", text(target))
                .add("into", text(into))
                .add("links", links(outlook.map(PartsOutlook::links).orElse(List.of())))
                .add(
                        "silenced",
                        Json.createArrayBuilder(
                                outlook.map(PartsOutlook::silenced).orElse(List.of())))
                .add(
                        "sequences",
                        Json.createArrayBuilder(
                                outlook.map(PartsOutlook::sequences).orElse(List.of())));
    }

    private static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(Json::createValue).orElse(JsonValue.NULL);
    }

    private static JsonArrayBuilder links(List<PartsOutlook.Link> links) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        links.forEach(link -> list.add(Json.createObjectBuilder()
                .add("name", link.name())
                .add("from", link.from())
                .add("to", link.to())));
        return list;
    }
}
