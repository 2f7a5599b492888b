package org.safeward.restore.preview;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.engine.DatabaseEngine;
import org.safeward.engine.Destination;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/**
 * Which functions of users a restore runs while it loads a backup, with the rights of a role that reach beyond the database: told in the
 * preview, and by the job before it loads. Their owner may have written them for that. So a backup is loaded by such a role only for
 * somebody who sends the digest of exactly these functions, which the preview gives, or has just had that preview ({@link ShownFunctions}).
 * It is no secret: whoever computes it knows the list.
 *
 * @param rights of the role, in words
 * @param functions with schema and arguments, sorted; empty when the backup does not say
 * @param digest SHA-256, in hexadecimal digits, of the backup file's own and the functions
 */
public record LoadedCode(List<String> rights, Optional<List<String>> functions, String digest) {

    /**
     * Empty where nothing has to be told.
     *
     * @param details of the file's manifest
     * @param sha256 of the file
     * @param destination where it is loaded to
     * @throws Fault DATABASE_UNREACHABLE, ...: the role's rights cannot be asked for
     */
    public static Optional<LoadedCode> of(
            DatabaseEngine engine, Map<String, String> details, String sha256, Destination destination) {
        boolean refills = refills(details, destination);
        String known = details.get(PostgresEngine.RUNS_WHEN_LOADED);
        if (!engine.kind().equals(PostgresEngine.KIND) || "".equals(known) && !refills) {
            return Optional.empty();
        }
        List<String> rights = engine.rightsBeyond();
        if (rights.isEmpty()) {
            return Optional.empty();
        }
        List<String> live = refills ? engine.runsWhenRefilled() : List.of();
        Optional<List<String>> functions = functions(known, live, details);
        return functions.filter(List::isEmpty).isPresent()
                ? Optional.empty()
                : Optional.of(
                        new LoadedCode(rights, functions, digest(sha256, functions.orElseGet(() -> unknown(live)))));
    }

    /** Whether rows are put into tables of the live database, so that they meet the functions that it has now. */
    private static boolean refills(Map<String, String> details, Destination destination) {
        return isDegraded(details)
                || destination instanceof Destination.Parts parts
                        && parts.into().isEmpty();
    }

    /** Rows alone meet nothing else. */
    private static boolean isDegraded(Map<String, String> details) {
        return "true".equals(details.get("degraded"));
    }

    private static Optional<List<String>> functions(String known, List<String> live, Map<String, String> details) {
        if (isDegraded(details)) {
            return Optional.of(sorted(live.stream()));
        }
        return Optional.ofNullable(known).map(lines -> sorted(Stream.concat(lines.lines(), live.stream())));
    }

    private static List<String> sorted(Stream<String> names) {
        return names.sorted().distinct().toList();
    }

    /** What a backup runs that does not say; beside it, those that are known have to be the same as well. */
    private static List<String> unknown(List<String> live) {
        return Stream.concat(Stream.of("?"), live.stream().sorted()).toList();
    }

    private static String digest(String sha256, List<String> functions) {
        String text = sha256 + "\n" + String.join("\n", functions);
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** @throws Fault FUNCTIONS_UNSEEN */
    public void requireSeen(FunctionsSeen seen) {
        if (!seen.undo() && !seen.digests().contains(digest)) {
            throw new Fault(ErrorCode.FUNCTIONS_UNSEEN, String.join(", ", rights), named().orElse("?"));
        }
    }

    /** The last part of the keys of its texts. */
    public String key() {
        return functions.isPresent() ? "RUNS" : "RUNS_UNKNOWN";
    }

    /** Of its texts. */
    public Object[] arguments() {
        String might = String.join(", ", rights);
        return named().map(names -> new Object[] {might, names}).orElseGet(() -> new Object[] {might});
    }

    private Optional<String> named() {
        return functions.map(names -> String.join(", ", names));
    }

    String text(Messages messages) {
        return messages.text("PREVIEW_" + key(), arguments());
    }
}
