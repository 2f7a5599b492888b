package org.safeward.engine.sqlite.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.engine.Census;
import org.safeward.engine.Counted;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.Contents;
import org.safeward.engine.sqlite.Everything;
import org.safeward.engine.sqlite.Shell;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.script.ScriptCensus;
import org.safeward.fixture.Thorough;

public class DumpTest {
    @TempDir
    Path directory;

    static Stream<String> encodings() {
        return Thorough.orEverySecond(List.of("UTF-8", "UTF-16le", "UTF-16be"), 0);
    }

    @ParameterizedTest
    @MethodSource("encodings")
    void everythingComesBackThroughThePlainShell(String encoding) throws Exception {
        Path source = directory.resolve("source.db");
        Everything.create(source, encoding);
        Everything.addLarge(source);
        Path script = directory.resolve("backup.sql");
        DumpFacts facts = dump(source, script);

        Path copy = directory.resolve("copy.db");
        assertEquals("", Shell.load(script, copy));
        Files.copy(source, directory.resolve("before.db"));
        assertSame(withoutIntegrity(Contents.of(source)), withoutIntegrity(Contents.of(copy)));

        try (InputStream sql = Files.newInputStream(script)) {
            Census census = new ScriptCensus(Work.UNWATCHED).read(sql);
            assertEquals(Census.Writer.SAFEWARD, census.writer());
            assertEquals(Counted.of(facts.tables()), census.tables());
        }
    }

    /** The shell computes its indexes with its own functions, which are not those of the driver for every text. */
    private static List<String> withoutIntegrity(List<String> contents) {
        return contents.stream()
                .filter(line -> !line.startsWith("integrity_check"))
                .toList();
    }

    public static DumpFacts dump(Path source, Path script) throws Exception {
        try (OutputStream out = Files.newOutputStream(script);
                Session session = Session.read(source, 1000, Work.UNWATCHED)) {
            session.beginReading();
            return new Dump(session, out, Work.UNWATCHED).write();
        }
    }

    public static void assertSame(List<String> expected, List<String> actual) {
        for (int i = 0; i < Math.min(expected.size(), actual.size()); i++) {
            assertEquals(expected.get(i), actual.get(i));
        }
        assertEquals(expected.size(), actual.size());
    }
}
