package org.safeward.destinations.manifest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.FileName;

/** The members of a JSON object, each with its type; there may be no other ones. What is wrong is an IllegalArgumentException naming it. */
record ManifestFields(JsonObject json, Set<String> known) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

    ManifestFields {
        for (String name : json.keySet()) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("an unknown member");
            }
        }
    }

    /** @throws Fault COPY_MANIFEST_INVALID in place of an IllegalArgumentException */
    static <T> T orInvalid(String name, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw new Fault(e, ErrorCode.COPY_MANIFEST_INVALID, name, e.getMessage());
        }
    }

    static void requireFile(String name, long size, String sha256) {
        FileName.require(name);
        if (size < 0) {
            throw new IllegalArgumentException("size");
        }
        if (!SHA256.matcher(sha256).matches()) {
            throw new IllegalArgumentException("sha256");
        }
    }

    String text(String name) {
        JsonPrimitive value = value(name);
        if (!value.isString()) {
            throw new IllegalArgumentException(name);
        }
        return value.getAsString();
    }

    /** A whole number; how long it may be, {@link StrictJson} has seen to. */
    long number(String name) {
        JsonPrimitive value = value(name);
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name);
        }
        return Long.parseLong(value.getAsString());
    }

    Instant moment(String name) {
        try {
            return Instant.parse(text(name));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private JsonPrimitive value(String name) {
        JsonElement value = json.get(name);
        if (value == null || !value.isJsonPrimitive()) {
            throw new IllegalArgumentException(name);
        }
        return value.getAsJsonPrimitive();
    }
}
