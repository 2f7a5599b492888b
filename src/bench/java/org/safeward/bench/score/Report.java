package org.safeward.bench.score;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonPrimitive;
import com.google.gson.JsonSerializer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a run found out, as a table for people and as JSON for programs.
 *
 * @param heap of the server, as its option says it
 * @param bestOf so many rounds, of what does not take minutes
 */
public record Report(
        Instant at, Machine machine, String size, String heap, int bestOf, List<String> verbs, List<Row> rows) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

    public String text() {
        return "\n" + MINUTE.format(at) + ", " + machine.processors() + " processors, load " + machine.load()
                + ", size "
                + size + ", " + heap + ", best of " + bestOf + "; seconds, MB\n" + machine.described() + "\n\n"
                + Table.aligned(
                        Stream.concat(Stream.of(Row.HEADINGS), rows.stream().map(Row::cells))
                                .toList())
                + "\n! above its limit";
    }

    /** Names in lower_snake_case; times and instants in UTC; what does not apply is left out. */
    public String json() {
        return new GsonBuilder()
                        .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
                        .registerTypeAdapter(Instant.class, (JsonSerializer<Instant>)
                                (instant, type, context) -> new JsonPrimitive(instant.toString()))
                        .disableHtmlEscaping()
                        .setPrettyPrinting()
                        .create()
                        .toJson(this)
                + "\n";
    }
}
