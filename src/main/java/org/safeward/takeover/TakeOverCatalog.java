package org.safeward.takeover;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.safeward.access.login.FirstLogin;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.Identity;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.LyingCopy;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.destinations.manifest.Trust;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** Puts the catalog of a lost installation in the place of this one's, on which nothing was done yet: all of it or nothing. */
@ApplicationScoped
public class TakeOverCatalog {
    @Inject
    private LyingCatalogs lying;

    @Inject
    private Destinations destinations;

    @Inject
    private Settings settings;

    @Inject
    private FirstLogin firstLogin;

    @Inject
    private InstantSource clock;

    /**
     * What is asked for.
     *
     * @param name of the catalog's backup; empty for the newest that is signed by the key
     * @param publicKey of the lost installation, from its recovery sheet
     */
    public record Request(
            Destination destination, Optional<String> name, PublicKeyText publicKey, Identity identity, String who) {}

    /** @param rows by table */
    public record Taken(String name, Instant moment, Map<String, Long> rows) {}

    /** @throws Fault TAKEOVER_IMPOSSIBLE when something was done here already */
    public void requirePossible() throws SQLException {
        try (CatalogReading catalog = new CatalogReading(settings)) {
            UntouchedCatalog.require(catalog);
        }
    }

    /** @throws Fault TAKEOVER_IMPOSSIBLE, CATALOG_NOT_FOUND, BACKUP_DAMAGED, BACKUP_TOO_NEW, ENCRYPTED_*, DESTINATION_* */
    public Taken takeOver(Request request) throws IOException, SQLException {
        requirePossible();
        CopyManifest manifest = manifest(request);
        Map<CatalogTable, Long> rows;
        try (FetchedCatalog fetched = FetchedCatalog.fetch(request.destination(), manifest, settings.home());
                InputStream file = Files.newInputStream(fetched.file());
                DecryptedStream packed = DecryptedStream.open(file, request.identity());
                CatalogWriting catalog = new CatalogWriting(settings)) {
            rows = replace(catalog, packed, manifest.name(), request);
            catalog.commit();
        }
        firstLogin.afterTakeover();
        return new Taken(manifest.name(), manifest.createdAt(), counts(rows));
    }

    private CopyManifest manifest(Request request) throws IOException {
        return lying.newest(request.destination(), request.name(), copy -> isSigned(copy, request.publicKey()))
                .flatMap(LyingCopy::manifest)
                .orElseThrow(() -> new Fault(
                        ErrorCode.CATALOG_NOT_FOUND, request.destination().name()));
    }

    private static boolean isSigned(LyingCopy copy, PublicKeyText key) {
        return copy.installation().filter(key::equals).isPresent()
                && copy.trust()
                        .filter(trust -> trust == Trust.SIGNED_BY_US || trust == Trust.SIGNED_BY_OTHER)
                        .isPresent()
                && copy.manifest().filter(CopyManifest::isCatalog).isPresent();
    }

    private Map<CatalogTable, Long> replace(CatalogWriting catalog, InputStream packed, String name, Request request)
            throws IOException, SQLException {
        UntouchedCatalog.require(catalog);
        for (String emptied : new String[] {
            "api_key", "account", "backup_config", "schedule_state", "destination", "download_ticket", "signing_key"
        }) {
            catalog.execute("DELETE FROM " + emptied);
        }
        Map<CatalogTable, Long> rows = ReadCatalog.into(catalog, packed, name);
        Map<String, String> addresses =
                destinations.all().stream().collect(Collectors.toMap(Destination::name, Destination::address));
        new TakenRows(catalog, addresses, clock.instant()).settle();
        catalog.execute(
                "INSERT INTO trusted_key (public_key, added_at, added_by) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                request.publicKey().hex(),
                clock.millis(),
                request.who());
        return rows;
    }

    private static Map<String, Long> counts(Map<CatalogTable, Long> rows) {
        Map<String, Long> counts = new TreeMap<>();
        rows.forEach((table, number) -> counts.put(table.table(), number));
        return counts;
    }
}
