package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Both languages of the console are complete, say the same things, and hold what the modules ask for. */
class WordsTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern PLAIN_KEY = Pattern.compile("\\bt\\(\\s*'([^']+)'");
    private static final Pattern KEY_WITH_PARTS = Pattern.compile("\\bt\\(\\s*`([^`]+)`");

    private final Map<String, String> english = Words.of("en");
    private final Map<String, String> chinese = Words.of("zh");

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertEquals(english.keySet(), chinese.keySet());
    }

    @Test
    void bothLanguagesFillInTheSameValues() {
        english.forEach((key, text) -> assertEquals(placeholders(text), placeholders(chinese.get(key)), key));
    }

    @Test
    void noTextIsEmpty() {
        Stream.of(english, chinese).forEach(texts -> texts.forEach((key, text) -> assertFalse(text.isBlank(), key)));
    }

    @Test
    void everyKeyThatAModuleAsksForIsThere() {
        assertTrue(english.keySet().containsAll(found(PLAIN_KEY)), () -> missing(found(PLAIN_KEY)));
    }

    /** {@code state.${state}} asks for keys like {@code state.failed}. */
    @Test
    void everyKeyIsAskedFor() {
        Set<String> plain = found(PLAIN_KEY);
        Set<Pattern> composed = found(KEY_WITH_PARTS).stream()
                .map(key -> Pattern.compile(
                        Pattern.quote(key).replaceAll("\\$\\{[^}]*}.*?(?=\\.|\\\\E|$)", "\\\\E.+\\\\Q")))
                .collect(Collectors.toSet());
        for (String key : english.keySet()) {
            boolean audited = key.startsWith("action.");
            boolean asked = audited
                    || plain.contains(key)
                    || composed.stream()
                            .anyMatch(pattern -> pattern.matcher(key).matches())
                    || modules().contains("'" + key + "'");
            assertTrue(asked, key);
        }
    }

    private String missing(Set<String> asked) {
        Set<String> missing = new TreeSet<>(asked);
        missing.removeAll(english.keySet());
        return missing.toString();
    }

    private static Set<String> placeholders(String text) {
        return PLACEHOLDER
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> found(Pattern pattern) {
        return pattern.matcher(modules())
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String modules() {
        try (Stream<Path> files = Files.walk(Words.CONSOLE)) {
            return files.filter(file -> file.toString().endsWith(".js") && !file.endsWith("words.js"))
                    .map(WordsTest::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
