package org.safeward.jobs.record;

import java.util.List;
import java.util.MissingResourceException;
import java.util.stream.Stream;
import org.safeward.fault.Messages;
import org.safeward.fault.Reason;

/**
 * A check that a job made and passed, as the key of its text and what it is about: stored like this, each reader has it in its own
 * language.
 */
public record CheckMade(String key, List<String> arguments) {
    public static CheckMade of(String key, Object... arguments) {
        return new CheckMade(key, Stream.of(arguments).map(Reason::kept).toList());
    }

    /** One that another version wrote, with a key that this one does not have, is shown as it is. */
    public String text(Messages messages) {
        try {
            return messages.keptText(key, arguments);
        } catch (MissingResourceException e) {
            return String.join(
                    " ", Stream.concat(Stream.of(key), arguments.stream()).toList());
        }
    }
}
