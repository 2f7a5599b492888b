package org.safeward.console;

import jakarta.json.Json;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The console's texts of one language, as they stand in its file. */
final class Words {
    static final Path CONSOLE = Path.of("src/main/webapp/web");

    private Words() {}

    static Map<String, String> of(String language) {
        try (JsonReader reader =
                Json.createReader(Files.newBufferedReader(CONSOLE.resolve("words/" + language + ".json")))) {
            Map<String, String> texts = new TreeMap<>();
            reader.readObject().forEach((key, value) -> texts.put(key, ((JsonString) value).getString()));
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
