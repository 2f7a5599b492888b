package org.safeward.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.safeward.fixture.Waiting;

/** What {@link Redeploying} is told by the standard input of its server, and what it answers: by files in this folder. */
final class Orders {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private final Path folder;
    private int given;

    Orders(Path folder) {
        this.folder = folder;
    }

    /** The option of a JVM that is to take orders. */
    String agent() {
        Path agent = folder.resolve("agent.jar");
        ShrinkWrap.create(JavaArchive.class)
                .addClasses(Redeploying.class, FewRounds.class, FewRounds.Factory.class)
                .setManifest(new StringAsset("Premain-Class: " + Redeploying.class.getName() + "\n"))
                .as(ZipExporter.class)
                .exportTo(agent.toFile(), true);
        return " -javaagent:" + agent;
    }

    /** The settings of a Safeward on this home, as a file. */
    Path settings(Path home, Map<String, String> settings) throws IOException {
        Properties properties = new Properties();
        properties.putAll(settings);
        properties.setProperty("safeward.home", home.toString());
        Path file = folder.resolve("settings");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        }
        return file;
    }

    /** @return empty, or what failed: nobody answers in time, or any more */
    String give(Process server, String what) throws IOException {
        Path answer = folder.resolve("answer-" + ++given);
        OutputStream input = server.getOutputStream();
        input.write((answer + what + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        boolean answered = Waiting.until(LIMIT, () -> Files.exists(answer) || !server.isAlive());
        return !Files.exists(answer) ? answered ? "it has ended" : "no answer" : Files.readString(answer);
    }
}
