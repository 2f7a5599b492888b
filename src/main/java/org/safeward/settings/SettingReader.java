package org.safeward.settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.safeward.fault.Messages;

/** Reads single settings and collects what is wrong with them, so that all faults can be told at once. */
final class SettingReader {
    private static final Pattern SHORT_DURATION = Pattern.compile("(\\d+)\\s*(ms|s|m|h|d)");

    private final Config config;
    private final List<String> faults = new ArrayList<>();

    SettingReader(Config config) {
        this.config = config;
    }

    /** Empty values count as absent: an environment variable is often set to nothing. */
    Optional<String> text(String name) {
        return config.getOptionalValue(name, String.class).map(String::strip).filter(value -> !value.isEmpty());
    }

    String text(String name, String otherwise) {
        return text(name).orElse(otherwise);
    }

    Path path(String name, Path otherwise) {
        return parse(name, value -> Path.of(value).toAbsolutePath().normalize(), otherwise, "a path");
    }

    /** Several, separated by commas. */
    List<Path> paths(String name, List<Path> otherwise) {
        return parse(
                name,
                value -> Stream.of(value.split("\\s*,\\s*"))
                        .map(path -> Path.of(path).toAbsolutePath().normalize())
                        .toList(),
                otherwise,
                "a list of paths");
    }

    /** Several, separated by commas or blanks; none when it is not set. */
    List<String> words(String name) {
        return text(name).map(value -> List.of(value.split("[\\s,]+"))).orElse(List.of());
    }

    boolean flag(String name, boolean otherwise) {
        return parse(name, SettingReader::flagOf, otherwise, "true or false");
    }

    Messages language(String name, Messages otherwise) {
        return parse(name, SettingReader::languageOf, otherwise, "zh-CN or en");
    }

    /** Whether the setting has the second of two values; the first is the default. */
    boolean either(String name, String first, String second) {
        return parse(
                name,
                value -> {
                    if (!value.equals(first) && !value.equals(second)) {
                        throw new IllegalArgumentException();
                    }
                    return value.equals(second);
                },
                false,
                first + " or " + second);
    }

    int number(String name, int otherwise, int least, int most) {
        return parse(
                name,
                value -> {
                    int number = Integer.parseInt(value);
                    if (number < least || number > most) {
                        throw new IllegalArgumentException();
                    }
                    return number;
                },
                otherwise,
                "a whole number from " + least + " to " + most);
    }

    long bytes(String name, long otherwise) {
        return parse(name, value -> Math.max(1, Long.parseLong(value)), otherwise, "a number of bytes");
    }

    /** {@code 90s}, {@code 2h}, {@code 500ms} or ISO 8601 ({@code PT2H}); above zero. */
    Duration duration(String name, Duration otherwise) {
        return parse(name, SettingReader::durationOf, otherwise, "a duration such as 90s, 2h or PT2H");
    }

    Optional<URI> httpAddress(String name) {
        return Optional.ofNullable(parse(name, SettingReader::httpAddressOf, null, "an http or https address"));
    }

    <T> T parse(String name, Function<String, T> parser, T otherwise, String wanted) {
        Optional<String> value = text(name);
        if (value.isEmpty()) {
            return otherwise;
        }
        try {
            return parser.apply(value.get());
        } catch (IllegalArgumentException | DateTimeParseException | ArithmeticException e) {
            fault(name, "is not " + wanted);
            return otherwise;
        }
    }

    /** The same with a parser whose exception says what it wants. */
    <T> T told(String name, Function<String, T> parser, T otherwise) {
        try {
            return text(name).map(parser).orElse(otherwise);
        } catch (IllegalArgumentException e) {
            fault(name, "is not " + e.getMessage());
            return otherwise;
        }
    }

    /** The value is left out on purpose: it may be a secret. */
    void fault(String name, String what) {
        faults.add(name + " " + what);
    }

    List<String> faults() {
        return List.copyOf(faults);
    }

    private static Messages languageOf(String tag) {
        return switch (java.util.Locale.forLanguageTag(tag).getLanguage()) {
            case "zh" -> Messages.CHINESE;
            case "en" -> Messages.ENGLISH;
            default -> throw new IllegalArgumentException();
        };
    }

    private static boolean flagOf(String value) {
        return switch (value.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "1", "yes", "on" -> true;
            case "false", "0", "no", "off" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static Duration durationOf(String value) {
        Matcher matcher = SHORT_DURATION.matcher(value);
        Duration duration = matcher.matches()
                ? unit(matcher.group(2)).multipliedBy(Long.parseLong(matcher.group(1)))
                : Duration.parse(value);
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException();
        }
        return duration;
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "m" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            default -> Duration.ofDays(1);
        };
    }

    private static URI httpAddressOf(String value) {
        URI uri = URI.create(value);
        boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
        if (!http || uri.getHost() == null) {
            throw new IllegalArgumentException();
        }
        return uri;
    }
}
