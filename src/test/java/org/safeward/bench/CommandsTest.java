package org.safeward.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {
    @TempDir
    Path folder;

    private Commands commands;

    @BeforeEach
    void begin() {
        commands = new Commands(folder);
    }

    @Test
    void aPipeGoesFromAFileToAFile() throws Exception {
        Path input = Files.writeString(folder.resolve("in"), "b\na\n");
        Path output = folder.resolve("out");
        commands.pipe(input, output, List.of(List.of("sort"), List.of("tr", "a", "c")));
        assertEquals("c\nb\n", Files.readString(output));
    }

    /** Else the time of half a work would be told as that of a whole one. */
    @Test
    void aPipeFailsWithAnyOfItsCommandsAndSaysWhatThatOneSaid() {
        List<List<String>> pipe = List.of(List.of("sh", "-c", "echo no such table >&2; exit 3"), List.of("cat"));
        String message = assertThrows(BenchFault.class, () -> commands.pipe(Commands.NOWHERE, Commands.NOWHERE, pipe))
                .getMessage();
        assertTrue(message.contains("| cat\nno such table"), message);
    }

    @Test
    void commandsSeeWhatIsSetForThem() throws Exception {
        commands.set("PGHOST", "127.0.0.1");
        assertEquals("127.0.0.1", commands.output("sh", "-c", "echo $PGHOST"));
        assertEquals(List.of(), List.of(folder.toFile().list()));
    }

    @Test
    void theEndEndsWhatRunsAndNothingBeginsAfterIt() throws Exception {
        CompletableFuture<Void> sleeping = CompletableFuture.runAsync(() -> {
            try {
                commands.run("sleep", "600");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        while (!commands.busy()) {
            Thread.sleep(10);
        }
        commands.end();
        assertTimeout(Duration.ofSeconds(30), () -> assertThrows(ExecutionException.class, sleeping::get));
        assertThrows(BenchFault.class, () -> commands.run("true"));
    }
}
