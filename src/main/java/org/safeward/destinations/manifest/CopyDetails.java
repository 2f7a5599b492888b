package org.safeward.destinations.manifest;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.safeward.archive.content.Manifest;

/**
 * What a backup's record is made of where there is nothing but the copy.
 *
 * @param fileName of the backup before it was copied, without its directory
 * @param origin why it was made, in the words of the API
 * @param size bytes of that file
 * @param sha256 of that file, lower-case hex
 * @param verifiedAt when that file was read back as a whole
 * @param manifest what that file says of itself; empty where it says nothing, or more than {@link #MOST_MANIFEST_BYTES}: then it has to be read
 */
public record CopyDetails(
        String fileName, String origin, long size, String sha256, Instant verifiedAt, Optional<Manifest> manifest) {
    /** Room for some 50,000 tables. */
    public static final int MOST_MANIFEST_BYTES = 6 << 20;

    private static final Set<String> MEMBERS =
            Set.of("file_name", "origin", "size", "sha256", "verified_at", "manifest");
    private static final Pattern WORD = Pattern.compile("[a-z_]{1,40}");

    /** @throws IllegalArgumentException when a value is not of its form */
    public CopyDetails {
        manifest = manifest.filter(CopyDetails::isModest);
        ManifestFields.requireFile(fileName, size, sha256);
        if (!WORD.matcher(origin).matches()) {
            throw new IllegalArgumentException("origin");
        }
    }

    private static boolean isModest(Manifest manifest) {
        return manifest.toJson().getBytes(StandardCharsets.UTF_8).length <= MOST_MANIFEST_BYTES;
    }

    /** One line of JSON, as it stands in a manifest, and encrypted in one. */
    public String toJson() {
        JsonObject json = new JsonObject();
        json.addProperty("file_name", fileName);
        json.addProperty("origin", origin);
        json.addProperty("size", size);
        json.addProperty("sha256", sha256);
        json.addProperty("verified_at", verifiedAt.toString());
        manifest.ifPresent(known -> json.add("manifest", JsonParser.parseString(known.toJson())));
        return json.toString();
    }

    /**
     * @param json what was decrypted out of a manifest, in UTF-8
     * @param name of the copy, for the fault
     * @throws org.safeward.fault.Fault COPY_MANIFEST_INVALID
     */
    public static CopyDetails of(byte[] json, String name) {
        return ManifestFields.orInvalid(name, () -> of(StrictJson.object(json)));
    }

    static CopyDetails of(JsonObject json) {
        ManifestFields fields = new ManifestFields(json, MEMBERS);
        return new CopyDetails(
                fields.text("file_name"),
                fields.text("origin"),
                fields.number("size"),
                fields.text("sha256"),
                fields.moment("verified_at"),
                Optional.ofNullable(json.get("manifest")).map(CopyDetails::manifest));
    }

    private static Manifest manifest(JsonElement json) {
        try {
            return Manifest.fromJson(json.toString());
        } catch (RuntimeException e) {
            // Among them null pointers for a null in a list: nothing but the text can be their cause here.
            throw new IllegalArgumentException("manifest", e);
        }
    }
}
