package org.safeward.access.login;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.safeward.files.PrivateFile;

/** The lines {@code name: secret} of {@code first-login.txt}, which only Safeward's own user may read. */
final class FirstLoginFile {
    private final Path file;

    FirstLoginFile(Path file) {
        this.file = file;
    }

    void put(String name, String secret) throws IOException {
        List<String> lines = linesWithout(name);
        lines.add(name + ": " + secret);
        write(lines);
    }

    void remove(String name) throws IOException {
        write(linesWithout(name));
    }

    private List<String> linesWithout(String name) throws IOException {
        List<String> lines = new ArrayList<>(Files.exists(file) ? Files.readAllLines(file) : List.of());
        lines.removeIf(line -> line.startsWith(name + ":"));
        return lines;
    }

    private void write(List<String> lines) throws IOException {
        Path unfinished = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        try (FileChannel channel = PrivateFile.create(unfinished)) {
            String text = String.join("\n", lines) + "\n";
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        PrivateFile.forceDirectory(file.getParent());
    }
}
