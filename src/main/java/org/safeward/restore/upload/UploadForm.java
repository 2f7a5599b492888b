package org.safeward.restore.upload;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.backup.FileKeys;
import org.safeward.rest.json.FieldFaults;
import org.safeward.restore.RestoreRequest;
import org.safeward.restore.destination.AskedDestination;

/**
 * The fields beside the file of an upload's form. A field that is left blank counts as one that is not there, but for those that say which
 * tables: with none of them the whole database would be meant.
 */
record UploadForm(HttpServletRequest request, FieldFaults faults) {
    private static final int MOST_FIELD_BYTES = 1000;

    /** Of UTF-8. */
    private static final int MOST_BYTES_OF_A_CHARACTER = 4;

    Optional<String> text(String name) throws IOException, ServletException {
        return given(name).map(String::strip).filter(text -> !text.isEmpty());
    }

    /** What opens the file, should it be encrypted. */
    Optional<String> identity() throws IOException, ServletException {
        Part part = request.getPart("identity");
        Optional<String> identity =
                part == null ? Optional.empty() : Optional.of(text(part, FileKeys.LONGEST_IDENTITY + 1));
        if (identity.filter(text -> text.length() > FileKeys.LONGEST_IDENTITY).isPresent()) {
            faults.add("FIELD_TEXT", "identity", FileKeys.LONGEST_IDENTITY);
        }
        return identity.filter(text -> !text.isBlank());
    }

    private Optional<String> given(String name) throws IOException, ServletException {
        Part part = request.getPart(name);
        return part == null ? Optional.empty() : Optional.of(text(part, MOST_FIELD_BYTES));
    }

    private static String text(Part part, int mostBytes) throws IOException {
        try (InputStream in = part.getInputStream()) {
            return new String(in.readNBytes(mostBytes), StandardCharsets.UTF_8);
        }
    }

    /** One part for each text, in their order. */
    private List<String> texts(String name, int mostCharacters) throws IOException, ServletException {
        List<String> texts = new ArrayList<>();
        for (Part part : request.getParts()) {
            if (part.getName().equals(name)) {
                texts.add(text(part, (mostCharacters + 1) * MOST_BYTES_OF_A_CHARACTER));
            }
        }
        return texts;
    }

    AskedDestination destination() throws IOException, ServletException {
        faults.spelled(request.getParts().stream().map(Part::getName).toList(), "target", "tables", "into");
        List<String> tables = texts("tables", AskedDestination.LONGEST_TABLE);
        return new AskedDestination(
                text("target"), tables.isEmpty() ? Optional.empty() : Optional.of(tables), given("into"));
    }

    Set<String> skip() throws IOException, ServletException {
        Set<String> names = Set.copyOf(texts("skip", RestoreRequest.LONGEST_NAME));
        if (names.size() > RestoreRequest.MOST_SKIPPED
                || names.stream().anyMatch(name -> name.length() > RestoreRequest.LONGEST_NAME)) {
            faults.add("FIELD_TEXTS", "skip", RestoreRequest.MOST_SKIPPED, RestoreRequest.LONGEST_NAME);
        }
        return names;
    }

    boolean flag(String name, boolean otherwise) throws IOException, ServletException {
        String text = text(name).orElse(Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            faults.add("FIELD_FLAG", name);
        }
        return text.equals("true");
    }
}
