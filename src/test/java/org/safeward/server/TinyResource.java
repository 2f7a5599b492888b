package org.safeward.server;

import jakarta.annotation.security.PermitAll;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.nio.charset.StandardCharsets;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.ConfigProvider;

/** Says that it is healthy, unless told to refuse the start, and repeats what it is sent. */
@Path("")
@PermitAll
@Produces("application/json")
public class TinyResource {
    static final String REFUSAL = "tests.refusal";

    @GET
    @Path("{health: health(/started)?}")
    public JsonObject health() {
        ConfigProvider.getConfig().getOptionalValue(REFUSAL, String.class).ifPresent(reason -> {
            Logger.getLogger("org.safeward").severe("SAFEWARD-START-FAILED: " + reason);
            throw new IllegalStateException(reason);
        });
        return envelope(Json.createObjectBuilder().add("status", "UP").build());
    }

    @POST
    @Path("echo")
    public JsonObject echo(
            byte[] body,
            @HeaderParam("X-API-Key") String key,
            @HeaderParam("Accept-Language") String language,
            @HeaderParam("Content-Type") String type) {
        return envelope(Json.createObjectBuilder()
                .add("body", new String(body, StandardCharsets.UTF_8))
                .add("key", String.valueOf(key))
                .add("language", String.valueOf(language))
                .add("type", String.valueOf(type))
                .build());
    }

    private static JsonObject envelope(JsonObject data) {
        return Json.createObjectBuilder()
                .add("code", 0)
                .add("message", "success")
                .add("data", data)
                .build();
    }
}
