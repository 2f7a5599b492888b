package org.safeward.recovery;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.safeward.access.audit.Audited;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.age.Recipients;
import org.safeward.backup.identities.EncryptedPlaces;
import org.safeward.databases.Databases;
import org.safeward.destinations.InstallationKeys;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.sqlite.SqliteEngine;
import org.safeward.fault.Fault;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.settings.Settings;

/** The recovery sheet, and a key pair to encrypt to. */
@Path("/recovery-sheet")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class RecoverySheetResource {
    @Inject
    private Settings settings;

    @Inject
    private Databases databases;

    @Inject
    private InstallationKeys keys;

    @Inject
    private EncryptedPlaces places;

    @Inject
    private InstantSource clock;

    @Inject
    private Caller caller;

    @GET
    @RolesAllowed("ADMIN")
    public Response sheet() {
        RecoverySheet.Facts facts = new RecoverySheet.Facts(
                keys.own().publicKey(),
                List.copyOf(settings.destinations().values()),
                settings.files().recipients().map(Recipients::publicKeys).orElse(List.of()),
                shown(),
                engines(),
                clock.instant());
        RecoverySheet sheet = RecoverySheet.of(facts, caller.messages());
        JsonArrayBuilder sections = Json.createArrayBuilder();
        sheet.sections().forEach(section -> sections.add(json(section)));
        return Envelope.success(
                caller.messages(),
                Json.createObjectBuilder()
                        .add("title", sheet.title())
                        .add("public_key", facts.publicKey().hex())
                        .add("sections", sections)
                        .add("text", sheet.text())
                        .build());
    }

    private Map<String, Instant> shown() {
        return places.all().stream()
                .filter(place -> place.shownAt().isPresent())
                .collect(Collectors.toMap(
                        EncryptedPlaces.Standing::place,
                        place -> place.shownAt().orElseThrow()));
    }

    private static JsonObject json(RecoverySheet.Section section) {
        return Json.createObjectBuilder()
                .add("id", section.id())
                .add("heading", section.heading())
                .add("lines", Json.createArrayBuilder(section.lines()))
                .add("commands", Json.createArrayBuilder(section.commands()))
                .build();
    }

    /** Of a data source that cannot be asked now, both kinds. */
    private Set<String> engines() {
        Set<String> kinds = new TreeSet<>();
        for (DatabaseEngine engine : databases.all().values()) {
            try {
                kinds.add(engine.kind());
            } catch (Fault e) {
                kinds.addAll(Set.of(SqliteEngine.KIND, PostgresEngine.KIND));
            }
        }
        return kinds;
    }

    /** Shown once: the private key is in this answer and nowhere else. */
    @POST
    @Path("keypair")
    @Audited("recovery.keypair")
    @RolesAllowed("ADMIN")
    public Response keyPair() {
        KeyPair pair = KeyPair.make();
        caller.concerns(pair.publicKey());
        JsonObjectBuilder json = Json.createObjectBuilder()
                .add("public_key", pair.publicKey())
                .add("private_key", pair.secretKey())
                .add("text", caller.messages().text("SHEET_PAIR", pair.publicKey()));
        return Envelope.success(caller.messages(), json.build());
    }
}
