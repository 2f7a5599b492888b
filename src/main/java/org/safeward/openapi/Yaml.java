package org.safeward.openapi;

import jakarta.json.JsonValue;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes JSON as YAML 1.2 in block style. Texts stay in JSON's quotes, which YAML takes over from it; so nothing has to be escaped anew. */
final class Yaml {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_-]*");
    /** Older readers take these for something else than text. */
    private static final Set<String> TAKEN = Set.of("y", "n", "yes", "no", "on", "off", "true", "false", "null");

    private final StringBuilder text = new StringBuilder();

    private Yaml() {}

    static String of(JsonValue value) {
        Yaml yaml = new Yaml();
        yaml.write(value, 0);
        return yaml.text.append('\n').toString().stripLeading();
    }

    private void write(JsonValue value, int depth) {
        switch (value.getValueType()) {
            case OBJECT -> writeObject(value.asJsonObject(), depth);
            case ARRAY -> writeArray(value.asJsonArray(), depth);
            default -> text.append(' ').append(value);
        }
    }

    private void writeObject(Map<String, JsonValue> object, int depth) {
        if (object.isEmpty()) {
            text.append(" {}");
        }
        object.forEach((name, member) -> {
            newLine(depth).append(key(name)).append(':');
            write(member, depth + 1);
        });
    }

    private void writeArray(Collection<JsonValue> array, int depth) {
        if (array.isEmpty()) {
            text.append(" []");
        }
        for (JsonValue element : array) {
            newLine(depth).append('-');
            write(element, depth + 1);
        }
    }

    private StringBuilder newLine(int depth) {
        return text.append('\n').append("  ".repeat(depth));
    }

    private static String key(String name) {
        boolean plain = PLAIN.matcher(name).matches() && !TAKEN.contains(name.toLowerCase(java.util.Locale.ROOT));
        return plain ? name : jakarta.json.Json.createValue(name).toString();
    }
}
