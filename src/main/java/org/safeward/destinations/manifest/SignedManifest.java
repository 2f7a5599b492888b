package org.safeward.destinations.manifest;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A manifest as it lies in a destination.
 *
 * @param manifest what it says, whoever has written it
 * @param installation whose key it names; empty when it names none
 * @param signed the bytes that a signature is of
 * @param signature empty when there is none
 */
public record SignedManifest(
        CopyManifest manifest, Optional<PublicKeyText> installation, byte[] signed, Optional<byte[]> signature) {

    /** The version that this program writes, and the newest that it reads. */
    public static final int FORMAT = 1;

    /** No longer file is written or read: it is held in memory as a whole. */
    public static final int MOST_BYTES = 10 << 20;

    /** What is signed begins with this, so that no signature of ours for another purpose is one of a manifest. */
    private static final byte[] PURPOSE = "safeward copy manifest 1\n".getBytes(StandardCharsets.US_ASCII);

    private static final Pattern SIGNATURE = Pattern.compile(",\"signature\":\"([0-9a-f]{128})\"}\n$");
    private static final int END_BYTES = ",\"signature\":\"\"}\n".length() + 128;

    /** The file's content, for {@code name.manifest.json}. */
    public static byte[] write(CopyManifest manifest, InstallationKey key) {
        String json = manifest.json(key.publicKey());
        byte[] covered = json.substring(0, json.length() - 1).getBytes(StandardCharsets.UTF_8);
        String end = ",\"signature\":\"" + HexFormat.of().formatHex(key.sign(purposeAnd(covered))) + "\"}\n";
        byte[] file = concat(covered, end.getBytes(StandardCharsets.US_ASCII));
        if (file.length > MOST_BYTES) {
            throw new IllegalArgumentException("a manifest of " + file.length + " bytes is more than is read again");
        }
        return file;
    }

    /**
     * Reads a file; what it says is not to be believed before {@link #trust} was asked.
     *
     * @param file at most {@link #MOST_BYTES} and one
     * @param fileName under which it lies in its destination: it has to be the one for the copy that it names
     * @throws Fault COPY_MANIFEST_INVALID, COPY_MANIFEST_TOO_NEW
     */
    public static SignedManifest read(byte[] file, String fileName) {
        return ManifestFields.orInvalid(fileName, () -> parse(file, fileName));
    }

    private static SignedManifest parse(byte[] file, String fileName) {
        if (file.length > MOST_BYTES) {
            throw new IllegalArgumentException("size");
        }
        Optional<byte[]> signature = signature(file);
        byte[] covered = signature.isPresent() ? Arrays.copyOf(file, file.length - END_BYTES) : file;
        JsonObject json = StrictJson.object(
                signature.isPresent() ? concat(covered, "}".getBytes(StandardCharsets.US_ASCII)) : file);
        requireKnownFormat(json, fileName);
        CopyManifest manifest = CopyManifest.of(json);
        if (!CopyManifest.fileName(manifest.name()).equals(fileName)) {
            throw new IllegalArgumentException("name");
        }
        Optional<PublicKeyText> installation = json.has("installation")
                ? Optional.of(new PublicKeyText(CopyManifest.fields(json).text("installation")))
                : Optional.empty();
        return new SignedManifest(manifest, installation, purposeAnd(covered), signature);
    }

    private static Optional<byte[]> signature(byte[] file) {
        if (file.length <= END_BYTES) {
            return Optional.empty();
        }
        String end = new String(file, file.length - END_BYTES, END_BYTES, StandardCharsets.ISO_8859_1);
        Matcher found = SIGNATURE.matcher(end);
        return found.matches() ? Optional.of(HexFormat.of().parseHex(found.group(1))) : Optional.empty();
    }

    /** Before the members are looked at: a later version may have other ones. */
    private static void requireKnownFormat(JsonObject json, String fileName) {
        ManifestFields any = new ManifestFields(json, Set.copyOf(json.keySet()));
        long format = any.number("format");
        if (format > FORMAT) {
            throw new Fault(ErrorCode.COPY_MANIFEST_TOO_NEW, fileName, format, FORMAT);
        }
        if (format != FORMAT) {
            throw new IllegalArgumentException("format");
        }
    }

    /** @param ours the keys of this installation, and of those that it was told to trust */
    public Trust trust(Set<PublicKeyText> ours) {
        if (signature.isEmpty() || installation.isEmpty()) {
            return signature.isEmpty() ? Trust.UNSIGNED : Trust.BROKEN;
        }
        if (!installation.get().verifies(signed, signature.get())) {
            return Trust.BROKEN;
        }
        return ours.contains(installation.get()) ? Trust.SIGNED_BY_US : Trust.SIGNED_BY_OTHER;
    }

    private static byte[] purposeAnd(byte[] covered) {
        return concat(PURPOSE, covered);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
