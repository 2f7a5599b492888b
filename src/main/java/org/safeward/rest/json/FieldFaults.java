package org.safeward.rest.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;

/** Collects what is wrong with a request's fields, in the caller's language, so that all of it is told at once. */
public final class FieldFaults {
    private final Messages messages;
    private final List<String> faults = new ArrayList<>();

    public FieldFaults(Messages messages) {
        this.messages = messages;
    }

    /** The text under a key of {@link Messages}; its first argument is the field. */
    public void add(String key, Object... arguments) {
        faults.add(messages.text(key, arguments));
    }

    /** Notes those of the names given that are spelled nearly like one of these fields: in other letters, as the singular. */
    public void spelled(Collection<String> given, String... fields) {
        for (String field : fields) {
            given.stream()
                    .filter(name -> !name.equals(field) && bare(name).equals(bare(field)))
                    .forEach(name -> add("FIELD_SPELLED", name, field));
        }
    }

    private static String bare(String field) {
        return field.toLowerCase(Locale.ROOT).replaceAll("[^a-z]|s$", "");
    }

    /** A sentence that names its field already. */
    public void addText(String sentence) {
        faults.add(sentence);
    }

    /** Reads a whole number, or notes that it is none. */
    public long wholeNumber(String field, String text, long least, long most) {
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, together with numbers out of range.
        }
        add("FIELD_WHOLE_NUMBER", field, least, most);
        return least;
    }

    /**
     * Whether every catalog and every file system takes the text: PostgreSQL knows no NUL, and half of a surrogate pair has no UTF-8. Passing
     * such a text on would look like a catalog that is out of reach.
     */
    public static boolean isStorable(String text) {
        return text.codePoints().noneMatch(point -> point == 0 || point >= 0xD800 && point <= 0xDFFF);
    }

    /** Takes such a text as it is, or notes what is wrong with it. */
    public String storable(String field, String text) {
        if (!isStorable(text)) {
            add("FIELD_CHARACTERS", field);
        }
        return text;
    }

    /** @throws Fault BAD_FIELD naming everything that was wrong */
    public void check() {
        if (!faults.isEmpty()) {
            throw new Fault(ErrorCode.BAD_FIELD, String.join("; ", faults));
        }
    }
}
