package org.safeward.destinations.manifest;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON (RFC 8259) that anybody may have written, without what parsers read in different ways: no member twice, no number that is not whole
 * or not within 64 bits, no bytes that are not UTF-8, and nothing deeper or of more parts than what we write: a few bytes of text may take hundreds in memory.
 */
final class StrictJson {
    private static final int MOST_DEPTH = 12;
    private static final int MOST_DIGITS = 19;

    /** The largest manifest of ours has some 273,000 tables, each an object of two. */
    private static final int MOST_OBJECTS = 300_000;

    private static final int MOST_VALUES = 1_000_000;

    private final JsonReader reader;
    private int objects;
    private int values;

    private StrictJson(JsonReader reader) {
        this.reader = reader;
    }

    /** @throws IllegalArgumentException when that is not exactly one object within the limits */
    static JsonObject object(byte[] utf8) {
        try (JsonReader reader = new JsonReader(new StringReader(text(utf8)))) {
            reader.setStrictness(Strictness.STRICT);
            JsonObject object = new StrictJson(reader).object(MOST_DEPTH);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("JSON");
            }
            return object;
        } catch (MalformedJsonException | EOFException | IllegalStateException e) {
            throw new IllegalArgumentException("JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("text in memory could not be read", e);
        }
    }

    private static String text(byte[] utf8) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("UTF-8", e);
        }
    }

    private JsonObject object(int depth) throws IOException {
        requireFewer(++objects, MOST_OBJECTS);
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (object.has(name)) {
                throw new IllegalArgumentException("a member twice");
            }
            object.add(name, value(depth - 1));
        }
        reader.endObject();
        return object;
    }

    private JsonElement value(int depth) throws IOException {
        requireFewer(++values, MOST_VALUES);
        if (depth == 0) {
            throw new IllegalArgumentException("depth");
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(depth);
            case BEGIN_ARRAY -> array(depth);
            case STRING -> new JsonPrimitive(reader.nextString());
            case NUMBER -> new JsonPrimitive(wholeNumber(reader.nextString()));
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            default -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
        };
    }

    private JsonArray array(int depth) throws IOException {
        requireFewer(++objects, MOST_OBJECTS);
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(value(depth - 1));
        }
        reader.endArray();
        return array;
    }

    private static void requireFewer(int number, int most) {
        if (number > most) {
            throw new IllegalArgumentException("too many values");
        }
    }

    private static long wholeNumber(String text) {
        try {
            if (text.length() <= MOST_DIGITS + 1) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("a number", e);
        }
        throw new IllegalArgumentException("a number");
    }
}
