package org.safeward.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows among the console's modules. */
class ModulesTest {
    private static final Path ROOT = Path.of("src/main/webapp/web");
    private static final Pattern IMPORT = Pattern.compile("from '(\\.[^']+)'");

    @Test
    void noModuleKnowsItselfByWayOfOthers() throws IOException {
        Map<Path, Set<Path>> known = modules();
        List<Path> inCycles =
                known.keySet().stream().filter(one -> reaches(known, one)).toList();

        assertEquals(List.of(), inCycles);
        assertTrue(known.size() > 40, known.size() + " modules");
    }

    private static boolean reaches(Map<Path, Set<Path>> known, Path itself) {
        Deque<Path> open = new ArrayDeque<>(known.get(itself));
        Set<Path> seen = new TreeSet<>();
        while (!open.isEmpty()) {
            Path next = open.pop();
            if (next.equals(itself)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(known.get(next));
            }
        }
        return false;
    }

    private static Map<Path, Set<Path>> modules() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT)) {
            return files.filter(file -> file.toString().endsWith(".js"))
                    .collect(Collectors.toMap(file -> file, ModulesTest::imports, (one, other) -> one, TreeMap::new));
        }
    }

    private static Set<Path> imports(Path module) {
        try {
            return IMPORT.matcher(Files.readString(module))
                    .results()
                    .map(found -> module.resolveSibling(found.group(1)).normalize())
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
