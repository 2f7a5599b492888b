package org.safeward.server;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.net.http.HttpHeaders;

/** What the API answered; the accessors below read the envelope that CONTRACT calls for, and fail when it is not there. */
public record Answer(int status, HttpHeaders headers, String text) {

    public JsonObject json() {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** 0 success, 1 error, 2 not authorised. */
    public int code() {
        return json().getInt("code");
    }

    public String message() {
        return json().getString("message");
    }

    /** The stable error code. */
    public String error() {
        return json().getString("error");
    }

    public String hint() {
        return json().getString("hint");
    }

    /** The object in {@code data}. */
    public JsonObject data() {
        return json().getJsonObject("data");
    }

    public boolean hasNullData() {
        return JsonValue.NULL.equals(json().get("data"));
    }

    public String header(String name) {
        return headers.firstValue(name).orElse("");
    }
}
