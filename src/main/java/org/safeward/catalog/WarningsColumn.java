package org.safeward.catalog;

import com.google.gson.Gson;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;
import java.util.List;
import org.safeward.fault.Warning;

/** Warnings as a JSON array. */
@Converter
public class WarningsColumn implements AttributeConverter<List<Warning>, String> {
    private static final Gson GSON = new Gson();

    @Override
    public String convertToDatabaseColumn(List<Warning> warnings) {
        return GSON.toJson(warnings == null ? List.of() : warnings);
    }

    @Override
    public List<Warning> convertToEntityAttribute(String json) {
        return json == null ? List.of() : List.of(GSON.fromJson(json, Warning[].class));
    }
}
