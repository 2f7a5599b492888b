package org.safeward.jobs.record;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Checks as a JSON array of {@code {"key", "arguments"}}. Older versions wrote a text for each, its key and arguments with U+001F
 * between them: an upgrade keeps its history.
 */
@Converter
public class ChecksColumn implements AttributeConverter<List<CheckMade>, String> {
    private static final Gson GSON = new Gson();
    private static final String BETWEEN = "\u001f";

    @Override
    public String convertToDatabaseColumn(List<CheckMade> checks) {
        return GSON.toJson(checks == null ? List.of() : checks);
    }

    @Override
    public List<CheckMade> convertToEntityAttribute(String json) {
        if (json == null) {
            return List.of();
        }
        return StreamSupport.stream(
                        JsonParser.parseString(json).getAsJsonArray().spliterator(), false)
                .map(ChecksColumn::check)
                .toList();
    }

    private static CheckMade check(JsonElement written) {
        return written.isJsonObject() ? GSON.fromJson(written, CheckMade.class) : older(written.getAsString());
    }

    private static CheckMade older(String text) {
        List<String> words = List.of(text.split(BETWEEN, -1));
        return new CheckMade(words.get(0), words.subList(1, words.size()));
    }
}
