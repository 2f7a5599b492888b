package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.safeward.server.SafewardServer;

/** Looks for secrets in all that a server leaves behind: its files, its log, the command lines of its processes. */
record SecretSearch(SafewardServer server) {

    /** Each place that holds one, with the secret; empty when there is none. */
    List<String> leaks(List<String> secrets) throws IOException {
        List<String> leaks = new ArrayList<>();
        for (Path file : filesOfHome()) {
            // As bytes: the catalog is no text.
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            leaks.addAll(leaks(file.getFileName().toString(), text, secrets));
        }
        // On some servers it is not in the home.
        leaks.addAll(leaks("the log", server.log(), secrets));
        leaks.addAll(leaks("a command line", commandLines(), secrets));
        return leaks;
    }

    static List<String> leaks(String place, String text, List<String> secrets) {
        return secrets.stream()
                .filter(text::contains)
                .map(secret -> place + " holds " + secret)
                .toList();
    }

    private List<Path> filesOfHome() throws IOException {
        try (Stream<Path> files = Files.walk(server.home())) {
            // What the server unpacks of the WAR is not written by us, and large.
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.startsWith(server.home().resolve("tmp")))
                    .filter(file -> !file.endsWith("first-login.txt"))
                    .toList();
        }
    }

    private String commandLines() throws IOException {
        StringBuilder all = new StringBuilder();
        for (ProcessHandle each : server.processes()) {
            all.append(Files.readString(Path.of("/proc/" + each.pid() + "/cmdline"), StandardCharsets.ISO_8859_1));
        }
        assertFalse(all.isEmpty());
        return all.toString();
    }
}
