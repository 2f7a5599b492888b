package org.safeward.fault;

import java.util.List;
import java.util.stream.Stream;

/**
 * Something that a backup or restore did right and that somebody should know nevertheless: what will not come back, or came back
 * otherwise. Kept in manifests and in the catalog by its code and arguments, so that each reader has it in the own language.
 *
 * @param code a {@link WarningCode}'s name; as text, since a file of a newer version may have one that is not known here
 * @param object what it is about, as the user calls it: a table, an index, a file
 * @param arguments what else its message and hint say; shown to users, so never a secret
 */
public record Warning(String code, String object, List<String> arguments) {
    public Warning {
        arguments = arguments == null ? List.of() : List.copyOf(arguments);
    }

    public static Warning of(WarningCode code, String object, Object... arguments) {
        return new Warning(
                code.name(), object, Stream.of(arguments).map(String::valueOf).toList());
    }

    /** What fills the placeholders of its message and hint. */
    List<String> words() {
        return Stream.concat(Stream.of(object), arguments.stream()).toList();
    }
}
