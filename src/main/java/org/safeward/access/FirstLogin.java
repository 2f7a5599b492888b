package org.safeward.access;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.safeward.archive.PrivateFile;
import org.safeward.catalog.ApiKeys;
import org.safeward.settings.Settings;

/**
 * Sees to it that somebody can log in: with the key from the settings, or else, at the first start, with one made here and written
 * to {@code first-login.txt} in Safeward's home, which nobody else may read.
 */
@ApplicationScoped
public class FirstLogin {
    private static final String FROM_SETTINGS = "settings";
    private static final String MADE_HERE = "first";

    @Inject
    private ApiKeys keys;

    @Inject
    private Settings settings;

    public void prepare() throws IOException {
        if (settings.apiKey().isPresent()) {
            keys.put(FROM_SETTINGS, KeyHash.of(settings.apiKey().get()), Role.ADMIN.name());
            return;
        }
        keys.removeNamed(FROM_SETTINGS);
        if (keys.none()) {
            String key = KeyHash.newKey();
            // The file first: a key that nobody was told of would be lost for good.
            write(settings.home().resolve("first-login.txt"), "api-key: " + key + "\n");
            keys.put(MADE_HERE, KeyHash.of(key), Role.ADMIN.name());
        }
    }

    private static void write(Path file, String text) throws IOException {
        Files.deleteIfExists(file);
        try (FileChannel channel = PrivateFile.create(file)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
    }
}
