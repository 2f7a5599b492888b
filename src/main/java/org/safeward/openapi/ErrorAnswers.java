package org.safeward.openapi;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.rest.Envelope;

/**
 * The answers of an endpoint that are errors, one a status, each with its codes and what they say.
 *
 * @param open whether there may be other codes: a job can fail of anything
 */
record ErrorAnswers(Set<ErrorCode> codes, boolean open) {
    /** Stand where a real message names a file, a number or a limit. */
    private static final Object[] ARGUMENTS = {"...", "...", "...", "..."};

    Map<String, JsonObject> byStatus() {
        Map<Integer, List<ErrorCode>> groups = codes.stream().collect(Collectors.groupingBy(ErrorCode::httpStatus));
        Map<String, JsonObject> answers = new TreeMap<>();
        groups.forEach((status, group) -> answers.put(String.valueOf(status), answer(group)));
        return answers;
    }

    private JsonObject answer(List<ErrorCode> group) {
        JsonObjectBuilder examples = Json.createObjectBuilder();
        group.forEach(
                code -> examples.add(code.name(), Json.createObjectBuilder().add("value", example(code))));
        JsonObjectBuilder content =
                Json.createObjectBuilder().add("schema", schema(group)).add("examples", examples);
        return Json.createObjectBuilder()
                .add("description", group.stream().map(ErrorCode::name).collect(Collectors.joining(", ")))
                .add("content", Json.createObjectBuilder().add("application/json", content))
                .build();
    }

    private JsonObjectBuilder schema(List<ErrorCode> group) {
        JsonObjectBuilder fault = Json.createObjectBuilder().add("$ref", "#/components/schemas/Fault");
        if (open) {
            return fault;
        }
        JsonArrayBuilder names = Json.createArrayBuilder();
        group.forEach(code -> names.add(code.name()));
        JsonObjectBuilder narrowed = Json.createObjectBuilder()
                .add(
                        "properties",
                        Json.createObjectBuilder()
                                .add("error", Json.createObjectBuilder().add("enum", names)));
        return Json.createObjectBuilder()
                .add("allOf", Json.createArrayBuilder().add(fault).add(narrowed));
    }

    private static JsonObject example(ErrorCode code) {
        return Envelope.of(Messages.ENGLISH, new Fault(code, ARGUMENTS), JsonValue.NULL)
                .json();
    }
}
