package org.safeward.archive.content;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;

/**
 * The manifest as the last line of a backup file: {@link ScriptKind}'s head, one JSON object on one line, and its tail.
 *
 * <p>The manifest's SHA-256 covers the bytes before the line. The line itself is covered by {@code line_sha256}, its last
 * member, so that a byte changed in a table's name or row count is found as surely as one in the SQL.
 */
public final class ManifestLine {
    /** No longer line is written or read: room for 300,000 tables, and little enough to be held in a small heap. */
    public static final int MAX_BYTES = 32 * 1024 * 1024;

    private static final String LINE_SHA256 = ",\"line_sha256\":\"";
    private static final int LINE_SHA256_BYTES = LINE_SHA256.length() + 64 + "\"}".length();

    // Gson escapes every control character and U+2028, U+2029: the JSON stays on one line whatever the tables are
    // called.
    private static final Gson GSON = new GsonBuilder()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .disableHtmlEscaping()
            .registerTypeAdapter(Instant.class, new InstantAsText())
            .create();

    private ManifestLine() {}

    /** The manifest alone, as one line of JSON. */
    static String json(Manifest manifest) {
        return GSON.toJson(Fields.of(manifest));
    }

    /** @throws JsonParseException when that is not what {@link #json} writes */
    static Manifest fromJson(String json) {
        return GSON.fromJson(json, Fields.class).manifest();
    }

    public static byte[] write(Manifest manifest, ScriptKind kind) throws IOException {
        String json = json(manifest);
        byte[] covered = utf8(json.substring(0, json.length() - 1));
        byte[] line = concat(
                kind.manifestHead(), covered, utf8(LINE_SHA256 + Sha256.hex(covered) + "\"}"), kind.manifestTail());
        if (line.length > MAX_BYTES) {
            throw new IOException("the manifest needs " + line.length + " bytes, more than a backup file may have");
        }
        return line;
    }

    /**
     * Reads a line and holds it against the bytes before it.
     *
     * @param line with head, tail and newline
     * @param file for the message of a fault
     * @throws Fault BACKUP_DAMAGED when anything does not fit, BACKUP_TOO_NEW when the format is not known here
     */
    static Manifest read(byte[] line, ScriptKind kind, long sqlBytes, String sha256, String file) {
        byte[] head = kind.manifestHead();
        byte[] tail = kind.manifestTail();
        int jsonBytes = line.length - head.length - tail.length;
        if (jsonBytes < LINE_SHA256_BYTES
                || !Arrays.equals(head, Arrays.copyOf(line, head.length))
                || !Arrays.equals(tail, Arrays.copyOfRange(line, line.length - tail.length, line.length))) {
            throw damaged(null, file);
        }
        String json = new String(line, head.length, jsonBytes, StandardCharsets.UTF_8);
        try {
            FormatOnly known = GSON.fromJson(json, FormatOnly.class);
            if (known != null && known.format() > Manifest.FORMAT) {
                throw new Fault(ErrorCode.BACKUP_TOO_NEW, known.format(), Manifest.FORMAT);
            }
            byte[] covered = Arrays.copyOfRange(line, head.length, head.length + jsonBytes - LINE_SHA256_BYTES);
            Manifest manifest = fromJson(json);
            if (!json.endsWith(LINE_SHA256 + Sha256.hex(covered) + "\"}")
                    || manifest.sqlBytes() != sqlBytes
                    || !manifest.sha256().equals(sha256)) {
                throw damaged(null, file);
            }
            return manifest;
        } catch (JsonParseException | DateTimeException e) {
            throw damaged(e, file);
        }
    }

    private static Fault damaged(Exception cause, String file) {
        return new Fault(cause, ErrorCode.BACKUP_DAMAGED, file + ": manifest, SHA-256");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] concat(byte[]... parts) {
        byte[] whole =
                new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** The one member that every version of the format has. */
    private record FormatOnly(int format) {}

    /** The JSON's members, in their order. */
    private record Fields(
            int format,
            String product,
            String engine,
            String engineVersion,
            String database,
            Instant createdAt,
            long sqlBytes,
            String sha256,
            List<Manifest.Table> tables,
            Map<String, String> details,
            List<Warning> warnings) {

        static Fields of(Manifest manifest) {
            return new Fields(
                    manifest.format(),
                    manifest.product(),
                    manifest.engine(),
                    manifest.engineVersion(),
                    manifest.database(),
                    manifest.createdAt(),
                    manifest.sqlBytes(),
                    manifest.sha256(),
                    manifest.tables(),
                    // An unmodifiable map has another order in every process; the same content shall give the same
                    // file.
                    Collections.unmodifiableMap(new TreeMap<>(manifest.details())),
                    manifest.warnings());
        }

        private static boolean isOdd(Warning warning) {
            return warning == null || warning.code() == null || warning.object() == null;
        }

        Manifest manifest() {
            boolean incomplete = Stream.of(product, engine, engineVersion, database, createdAt, sha256, tables, details)
                    .anyMatch(Objects::isNull);
            boolean odd = tables != null && tables.stream().anyMatch(table -> table == null || table.name() == null)
                    || warnings != null && warnings.stream().anyMatch(Fields::isOdd);
            if (incomplete || odd) {
                throw new JsonParseException("a member is missing");
            }
            return new Manifest(
                    format,
                    product,
                    engine,
                    engineVersion,
                    database,
                    createdAt,
                    sqlBytes,
                    sha256,
                    tables,
                    details,
                    warnings == null ? List.of() : warnings);
        }
    }

    private static final class InstantAsText extends TypeAdapter<Instant> {
        @Override
        public void write(JsonWriter out, Instant instant) throws IOException {
            out.value(instant.toString());
        }

        @Override
        public Instant read(JsonReader in) throws IOException {
            return Instant.parse(in.nextString());
        }
    }
}
