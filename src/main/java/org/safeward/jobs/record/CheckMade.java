package org.safeward.jobs.record;

import java.util.List;
import java.util.MissingResourceException;
import java.util.stream.Stream;
import org.safeward.fault.Messages;

/**
 * A check that a job made and passed, as the key of its text and what it is about: stored like this, each reader has it in its own
 * language.
 */
public record CheckMade(String key, List<String> arguments) {
    /** Unit separator: in no name of a table or file that anybody would use. */
    private static final String BETWEEN = "\u001f";

    public static CheckMade of(String key, Object... arguments) {
        return new CheckMade(key, Stream.of(arguments).map(String::valueOf).toList());
    }

    public static CheckMade stored(String text) {
        List<String> words = List.of(text.split(BETWEEN, -1));
        return new CheckMade(words.get(0), words.subList(1, words.size()));
    }

    public String stored() {
        return String.join(
                BETWEEN, Stream.concat(Stream.of(key), arguments.stream()).toList());
    }

    /** One that another version wrote, with a key that this one does not have, is shown as it is. */
    public String text(Messages messages) {
        try {
            return messages.text(key, arguments.toArray());
        } catch (MissingResourceException e) {
            return String.join(" ", stored().split(BETWEEN));
        }
    }
}
