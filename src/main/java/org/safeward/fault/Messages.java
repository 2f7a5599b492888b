package org.safeward.fault;

import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;

/**
 * Every text that a user reads, in one language. The texts stand in {@code messages_zh.properties} and
 * {@code messages_en.properties} beside this class, as {@link MessageFormat} patterns: {@code CODE.message} and
 * {@code CODE.hint} for errors, other keys for outcomes.
 */
public enum Messages {
    CHINESE(Locale.CHINESE),
    ENGLISH(Locale.ENGLISH);

    private final Locale locale;
    private final ResourceBundle bundle;

    Messages(Locale locale) {
        this.locale = locale;
        this.bundle = ResourceBundle.getBundle(
                "org.safeward.fault.messages",
                locale,
                Messages.class.getClassLoader(),
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    }

    public Locale locale() {
        return locale;
    }

    public String message(Fault fault) {
        return message(fault.code(), fault.arguments());
    }

    public String hint(Fault fault) {
        return hint(fault.code(), fault.arguments());
    }

    public String message(ErrorCode code, List<String> arguments) {
        return text(code + ".message", words(arguments));
    }

    public String hint(ErrorCode code, List<String> arguments) {
        return text(code + ".hint", words(arguments));
    }

    public String text(Reason reason) {
        return inner(reason.code().name(), words(reason.arguments()));
    }

    /**
     * The text under a key that is not an error's, with what is kept of its arguments: a reason among them is in this language.
     *
     * @param kept by {@link Reason#kept}
     */
    public String keptText(String key, List<String> kept) {
        return text(key, words(kept));
    }

    /** One with a code of another version is told by its code and words. */
    public String message(Warning warning) {
        return bundle.containsKey(warning.code() + ".message")
                ? text(warning.code() + ".message", warning.words())
                : warning.code() + ": " + String.join(", ", warning.words());
    }

    /** Empty for a code of another version. */
    public String hint(Warning warning) {
        return bundle.containsKey(warning.code() + ".hint") ? text(warning.code() + ".hint", warning.words()) : "";
    }

    /** The text under a key that is not an error's. */
    public String text(String key, Object... arguments) {
        return text(key, List.of(arguments));
    }

    private String text(String key, List<?> arguments) {
        // Arguments are strings already: MessageFormat must not put grouping marks into ids and sizes.
        Object[] words = arguments.stream().map(String::valueOf).toArray();
        return new MessageFormat(bundle.getString(key), locale).format(words);
    }

    /** Several reasons have one text for each two of them. */
    private String inner(String key, List<String> words) {
        return key.equals(ReasonCode.WHY_AND.name())
                ? words.stream()
                        .reduce((some, other) -> text(key, List.of(some, other)))
                        .orElse("")
                : text(key, words);
    }

    private List<String> words(List<String> arguments) {
        return arguments.stream()
                .map(argument -> InnerFault.in(argument)
                        .map(inner -> inner(inner.key(), words(inner.arguments())))
                        .orElse(argument))
                .toList();
    }
}
