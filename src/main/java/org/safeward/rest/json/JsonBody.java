package org.safeward.rest.json;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.MediaType;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * The JSON object that a client sent. Fields are read with their type; what is wrong is collected, and {@link #check} names all of
 * it at once. Unknown fields are left alone, so that a client of a later version is understood.
 */
public final class JsonBody {
    private final JsonObject object;
    private final FieldFaults faults;
    private final Set<String> wrong = new HashSet<>();

    private JsonBody(JsonObject object, FieldFaults faults) {
        this.object = object;
        this.faults = faults;
    }

    /**
     * @param text the body; an empty one counts as an empty object
     * @param type its Content-Type, null when the client named none
     * @param faults takes what is wrong with the fields
     * @throws Fault BAD_JSON, UNSUPPORTED_MEDIA_TYPE
     */
    public static JsonBody of(String text, MediaType type, FieldFaults faults) {
        if (text == null || text.isBlank()) {
            return new JsonBody(JsonValue.EMPTY_JSON_OBJECT, faults);
        }
        if (type != null && !MediaType.APPLICATION_JSON_TYPE.isCompatible(type)) {
            throw new Fault(ErrorCode.UNSUPPORTED_MEDIA_TYPE, type);
        }
        JsonValue value = JsonText.parse(text);
        if (value instanceof JsonObject object) {
            return new JsonBody(object, faults);
        }
        throw new Fault(ErrorCode.BAD_JSON, value.getValueType());
    }

    public Optional<String> text(String field, int mostCharacters) {
        JsonValue value = object.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (value instanceof JsonString text && text.getString().length() <= mostCharacters) {
            if (FieldFaults.isStorable(text.getString())) {
                return Optional.of(text.getString());
            }
            fault(field, "FIELD_CHARACTERS");
            return Optional.empty();
        }
        fault(field, "FIELD_TEXT", mostCharacters);
        return Optional.empty();
    }

    /**
     * For fields that narrow what a request does: one that is null, or is spelled otherwise ({@code Tables}, {@code table}) and would be left
     * alone as unknown, would have it do more than was asked for.
     */
    public void narrowing(String... fields) {
        for (String field : fields) {
            if (object.containsKey(field) && isAbsent(object.get(field))) {
                fault(field, "FIELD_NULL");
            }
        }
        faults.spelled(object.keySet(), fields);
    }

    /** Whether there is anything in this field, of whatever type. */
    public boolean has(String field) {
        return !isAbsent(object.get(field));
    }

    /** An object, whose faults are told with this one's; empty when the field is something else. */
    public Optional<JsonBody> object(String field) {
        return object.get(field) instanceof JsonObject inner
                ? Optional.of(new JsonBody(inner, faults))
                : Optional.empty();
    }

    /** A list of texts; empty when it is absent. */
    public List<String> texts(String field, int most, int mostCharacters) {
        JsonValue value = object.get(field);
        if (isAbsent(value)) {
            return List.of();
        }
        if (value instanceof JsonArray array
                && array.size() <= most
                && array.stream()
                        .allMatch(item -> item instanceof JsonString text
                                && text.getString().length() <= mostCharacters)) {
            return array.getValuesAs(JsonString::getString);
        }
        fault(field, "FIELD_TEXTS", most, mostCharacters);
        return List.of();
    }

    public Optional<Long> wholeNumber(String field, long least, long most) {
        JsonValue value = object.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (value instanceof JsonNumber number && number.isIntegral() && isWithin(number, least, most)) {
            return Optional.of(number.longValueExact());
        }
        fault(field, "FIELD_WHOLE_NUMBER", least, most);
        return Optional.empty();
    }

    private static boolean isWithin(JsonNumber number, long least, long most) {
        try {
            long value = number.longValueExact();
            return value >= least && value <= most;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    public Optional<Boolean> flag(String field) {
        JsonValue value = object.get(field);
        if (isAbsent(value)) {
            return Optional.empty();
        }
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return Optional.of(value == JsonValue.TRUE);
        }
        fault(field, "FIELD_FLAG");
        return Optional.empty();
    }

    public <T> Optional<T> required(String field, Optional<T> value) {
        if (value.isEmpty() && !wrong.contains(field)) {
            fault(field, "FIELD_MISSING");
        }
        return value;
    }

    private void fault(String field, String key, Object... arguments) {
        wrong.add(field);
        faults.add(key, Stream.concat(Stream.of(field), Stream.of(arguments)).toArray());
    }

    /** For faults of fields that go beyond their type. */
    public FieldFaults faults() {
        return faults;
    }

    /** @throws Fault BAD_FIELD naming everything that was wrong */
    public void check() {
        faults.check();
    }

    private static boolean isAbsent(JsonValue value) {
        return value == null || value.getValueType() == JsonValue.ValueType.NULL;
    }
}
