package org.safeward.catalog;

import com.google.gson.Gson;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;

/** A list of short texts as a JSON array. */
@Converter
public class WordsColumn implements AttributeConverter<List<String>, String> {
    private static final Gson GSON = new Gson();

    @Override
    public String convertToDatabaseColumn(List<String> words) {
        return GSON.toJson(words == null ? List.of() : words);
    }

    @Override
    public List<String> convertToEntityAttribute(String json) {
        return json == null ? List.of() : List.of(GSON.fromJson(json, String[].class));
    }
}
