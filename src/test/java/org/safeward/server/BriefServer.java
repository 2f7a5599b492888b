package org.safeward.server;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.safeward.fixture.Trees;
import org.safeward.fixture.Waiting;

/** A server that runs for as long as its administrator tells it something: this is how a configuration is prepared for the tests. */
final class BriefServer {
    private BriefServer() {}

    /**
     * @param console where what it says goes
     * @param started what it says when it has started
     * @param administering ends with stopping the server
     */
    static void run(ProcessBuilder start, Path console, String started, Runnable administering) throws IOException {
        Process server =
                start.redirectErrorStream(true).redirectOutput(console.toFile()).start();
        try {
            Waiting.until(ServerKind.START_LIMIT, () -> Trees.read(console).contains(started));
            administering.run();
            server.waitFor(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } finally {
            server.descendants().forEach(ProcessHandle::destroyForcibly);
            server.destroyForcibly();
        }
    }
}
