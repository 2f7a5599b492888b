package org.safeward.compare;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.ContentComparison.State;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.sqlite.SqliteEngine;

/** A comparison as clients see it. */
final class ComparisonJson {
    /** What a kind of database has beside its tables. */
    private static final Map<String, List<String>> PARTS = Map.of(
            SqliteEngine.KIND, List.of("schema", "internal"),
            PostgresEngine.KIND, List.of("schema", "sequences", "large_objects"));

    private static final List<String> ALL_PARTS = List.of("schema", "sequences", "large_objects", "internal");

    private ComparisonJson() {}

    /** @param differing whether tables that are the same are left out */
    static JsonObject of(Comparison comparison, boolean differing) {
        ContentComparison found = comparison.differences();
        List<ContentComparison.Table> different = found.differing();
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("database", comparison.database())
                .add("left", side(comparison.left()))
                .add("right", side(comparison.right()))
                .add("tables_total", found.tables().size())
                .add("tables_differing", different.size());
        ALL_PARTS.forEach(part -> json.add(part, part(part, comparison)));
        return json.add("tables", tables(differing ? different : found.tables()))
                .build();
    }

    private static JsonObjectBuilder side(Comparison.Side side) {
        return Json.createObjectBuilder()
                .add("record_id", number(side.record()))
                .add("upload", side.upload() == null ? JsonValue.NULL : Json.createValue(side.upload()))
                .add("moment", number(side.moment()));
    }

    /** Null where this kind of database has none. */
    private static JsonValue part(String part, Comparison comparison) {
        if (!PARTS.getOrDefault(comparison.engine(), List.of()).contains(part)) {
            return JsonValue.NULL;
        }
        State state = comparison.differences().others().get(part);
        return Json.createValue(state == null ? "unknown" : text(state));
    }

    private static JsonArrayBuilder tables(List<ContentComparison.Table> tables) {
        JsonArrayBuilder list = Json.createArrayBuilder();
        for (ContentComparison.Table table : tables) {
            list.add(Json.createObjectBuilder()
                    .add("name", table.name())
                    .add("state", text(table.state()))
                    .add("left_rows", rows(table.before()))
                    .add("right_rows", rows(table.after())));
        }
        return list;
    }

    private static JsonValue rows(long rows) {
        return rows < 0 ? JsonValue.NULL : Json.createValue(rows);
    }

    private static JsonValue number(Long value) {
        return value == null ? JsonValue.NULL : Json.createValue(value);
    }

    private static String text(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
