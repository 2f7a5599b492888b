package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/settings.md names what the code reads, no less and no more. */
class SettingsPageTest {
    private static final Pattern NAMED = Pattern.compile("`((?:SAFEWARD|MP_JWT)_[A-Z_]+)`(?=[^|]*\\|)");
    private static final Pattern READ = Pattern.compile("\"((?:safeward|mp\\.jwt)\\.[a-z0-9.-]*[a-z0-9])\"");

    /** Read by the scripts that start a server. */
    private static final Set<String> OF_SCRIPTS = Set.of("SAFEWARD_PORT", "SAFEWARD_ADDRESS", "SAFEWARD_JAVA_OPTS");

    /** Its parts are put together: safeward.database.NAME.url. */
    private static final Pattern OF_A_DATABASE = Pattern.compile("SAFEWARD_DATABASE_DEFAULT_[A-Z]+");

    private static final Pattern OF_A_DESTINATION = Pattern.compile("[kK]ey \\+ \"\\.([a-z-]+)\"");

    @Test
    void eachSettingThatIsReadIsNamedAndEachThatIsNamedIsRead() throws IOException {
        Set<String> named = found(NAMED, firstColumns());
        named.removeIf(OF_A_DATABASE.asMatchPredicate());
        Set<String> read = found(READ, sources()).stream()
                .map(SettingsPageTest::variable)
                .collect(Collectors.toCollection(TreeSet::new));
        read.addAll(OF_SCRIPTS);

        assertEquals(read, named);
    }

    @Test
    void eachSettingOfADestinationIsNamed() throws IOException {
        Set<String> read = found(OF_A_DESTINATION, sources());
        String page = firstColumns();

        read.removeIf(setting -> page.contains("_" + variable(setting) + "`"));

        assertEquals(Set.of(), read);
    }

    @Test
    void theReadmeNamesOnlySuchAsAreOnThePage() throws IOException {
        Set<String> beyond = found(NAMED, Files.readString(Path.of("README.md")));
        beyond.removeAll(found(NAMED, firstColumns()));

        assertEquals(Set.of(), beyond);
    }

    private static String firstColumns() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("docs/settings.md"))) {
            return lines.filter(line -> line.startsWith("| `"))
                    .map(line -> line.split("\\|")[1] + '|')
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java/org/safeward/settings"))) {
            return files.filter(Files::isRegularFile)
                    .map(SettingsPageTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String variable(String setting) {
        return setting.replaceAll("[^a-zA-Z0-9]", "_").toUpperCase(Locale.ROOT);
    }
}
