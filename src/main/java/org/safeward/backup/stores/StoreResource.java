package org.safeward.backup.stores;

import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.access.audit.Audited;
import org.safeward.databases.Databases;
import org.safeward.rest.Caller;
import org.safeward.rest.Envelope;
import org.safeward.rest.json.JsonBody;

/** The directories of backups: how it stands with them is in the status; here an administrator takes what is there for the right one. */
@Path("/backup/stores")
@RequestScoped
@Produces(MediaType.APPLICATION_JSON)
public class StoreResource {
    private static final int MOST_TEXT = 4000;

    @Inject
    private BackupStores stores;

    @Inject
    private Databases databases;

    @Inject
    private Caller caller;

    @POST
    @Path("accept")
    @Audited("store.accept")
    @RolesAllowed("ADMIN")
    public Response accept(String body, @Context HttpHeaders headers) {
        JsonBody json = JsonBody.of(body, headers.getMediaType(), caller.fieldFaults());
        Optional<String> named = json.required("directory", json.text("directory", MOST_TEXT));
        Set<String> used = used();
        // Never a directory of anybody's choice: a marker is a file that is written.
        named.filter(name -> !used.contains(name))
                .ifPresent(name -> json.faults().add("FIELD_ONE_OF", "directory", String.join(", ", used)));
        json.check();
        java.nio.file.Path directory = java.nio.file.Path.of(named.orElseThrow());
        stores.accept(directory);
        caller.concerns("directory " + directory);
        BackupStores.Store store = stores.look(directory);
        return Envelope.success(
                caller.messages(),
                Json.createObjectBuilder()
                        .add("directory", directory.toString())
                        .add("state", store.state().text())
                        .build());
    }

    private Set<String> used() {
        return databases.names().stream()
                .flatMap(name -> stores.of(name).stream())
                .map(store -> store.directory().toString())
                .collect(Collectors.toCollection(java.util.LinkedHashSet::new));
    }
}
