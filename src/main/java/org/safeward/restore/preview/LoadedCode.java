package org.safeward.restore.preview;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.engine.DatabaseEngine;
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
     * @throws Fault DATABASE_UNREACHABLE, ...: the role's rights cannot be asked for
     */
    public static Optional<LoadedCode> of(DatabaseEngine engine, Map<String, String> details, String sha256) {
        if (!engine.kind().equals(PostgresEngine.KIND)) {
            return Optional.empty();
        }
        String known = details.get(PostgresEngine.RUNS_WHEN_LOADED);
        if (known != null && known.isEmpty()) {
            return Optional.empty();
        }
        List<String> rights = engine.rightsBeyond();
        if (rights.isEmpty()) {
            return Optional.empty();
        }
        Optional<List<String>> functions = Optional.ofNullable(known).map(LoadedCode::sorted);
        if ("true".equals(details.get("degraded"))) {
            // Rows only: they meet the functions that the live database has now.
            functions = Optional.of(sorted(String.join("\n", engine.runsWhenRefilled())));
        }
        return functions.filter(List::isEmpty).isPresent()
                ? Optional.empty()
                : Optional.of(new LoadedCode(rights, functions, digest(sha256, functions)));
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    private static String digest(String sha256, Optional<List<String>> functions) {
        String text =
                sha256 + "\n" + functions.map(names -> String.join("\n", names)).orElse("?");
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
