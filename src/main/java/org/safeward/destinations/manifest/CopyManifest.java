package org.safeward.destinations.manifest;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.safeward.store.remote.FileName;

/**
 * What a manifest says of the copy beside it.
 *
 * @param name of the copy in its destination, without a path
 * @param database whose backup it is, or {@link #CATALOG}
 * @param createdAt the moment whose state it holds
 * @param size bytes of the copy as it lies there, encrypted or not
 * @param sha256 of the same, lower-case hex
 * @param details in clear; empty where the copy is encrypted
 * @param detailsAge the details' JSON as an age file, where the copy is encrypted
 */
public record CopyManifest(
        String name,
        String database,
        Instant createdAt,
        long size,
        String sha256,
        Optional<CopyDetails> details,
        Optional<byte[]> detailsAge) {

    /** In place of a database: the copy is one of Safeward's own catalog. No database can be called so. */
    public static final String CATALOG = "safeward-catalog";

    private static final String ENDING = ".manifest.json";
    private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_]*|" + CATALOG);
    private static final Set<String> MEMBERS = Set.of(
            "format", "name", "database", "created_at", "size", "sha256", "details", "details_age", "installation");

    /** @throws IllegalArgumentException when a value is not of its form; its message says which */
    public CopyManifest {
        fileName(name);
        ManifestFields.requireFile(name, size, sha256);
        if (!DATABASE.matcher(database).matches()) {
            throw new IllegalArgumentException("database");
        }
        if (details.isPresent() == detailsAge.isPresent()) {
            throw new IllegalArgumentException("details");
        }
    }

    /** Of a copy that is not encrypted in its destination. */
    public static CopyManifest plain(
            String name, String database, Instant createdAt, long size, String sha256, CopyDetails details) {
        return new CopyManifest(name, database, createdAt, size, sha256, Optional.of(details), Optional.empty());
    }

    /** @param detailsAge {@link CopyDetails#toJson} encrypted to the recipients of the copy */
    public static CopyManifest encrypted(
            String name, String database, Instant createdAt, long size, String sha256, byte[] detailsAge) {
        return new CopyManifest(name, database, createdAt, size, sha256, Optional.empty(), Optional.of(detailsAge));
    }

    /**
     * The name of the manifest beside a copy.
     *
     * @throws IllegalArgumentException when no destination could keep it
     */
    public static String fileName(String copy) {
        return FileName.require(copy + ENDING);
    }

    /** The copy that a file of this name would be the manifest of; empty for what is no manifest. */
    public static Optional<String> copyOf(String fileName) {
        return fileName.endsWith(ENDING) && fileName.length() > ENDING.length()
                ? Optional.of(fileName.substring(0, fileName.length() - ENDING.length()))
                : Optional.empty();
    }

    public boolean isCatalog() {
        return database.equals(CATALOG);
    }

    /** What is signed, but for its end. */
    String json(PublicKeyText installation) {
        JsonObject json = new JsonObject();
        json.addProperty("format", SignedManifest.FORMAT);
        json.addProperty("name", name);
        json.addProperty("database", database);
        json.addProperty("created_at", createdAt.toString());
        json.addProperty("size", size);
        json.addProperty("sha256", sha256);
        details.ifPresent(clear -> json.add("details", JsonParser.parseString(clear.toJson())));
        detailsAge.ifPresent(
                age -> json.addProperty("details_age", Base64.getEncoder().encodeToString(age)));
        json.addProperty("installation", installation.hex());
        return json.toString();
    }

    static CopyManifest of(JsonObject json) {
        ManifestFields fields = fields(json);
        return new CopyManifest(
                fields.text("name"),
                fields.text("database"),
                fields.moment("created_at"),
                fields.number("size"),
                fields.text("sha256"),
                json.has("details") ? Optional.of(CopyDetails.of(object(json))) : Optional.empty(),
                json.has("details_age")
                        ? Optional.of(Base64.getDecoder().decode(fields.text("details_age")))
                        : Optional.empty());
    }

    static ManifestFields fields(JsonObject json) {
        return new ManifestFields(json, MEMBERS);
    }

    private static JsonObject object(JsonObject json) {
        if (json.get("details").isJsonObject()) {
            return json.getAsJsonObject("details");
        }
        throw new IllegalArgumentException("details");
    }
}
