package org.safeward.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.HeldJobs;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/** What Payara Server's command line, and so its console, shows of our jobs. */
@EnabledIfSystemProperty(named = "tests.server", matches = "payara-server")
@OnEveryServer
class PayaraToolsIT {
    @TempDir
    static Path folder;

    private static SafewardServer server;
    private static HeldJobs jobs;

    @BeforeAll
    static void start() {
        SmallDatabase live = SmallDatabase.create(folder.resolve("live.db"));
        server = SafewardServer.on(folder.resolve("home")).protecting(live.file());
        jobs = new HeldJobs(server);
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void showsHowEachJobAndEachStepEnded() throws IOException {
        long record = server.api().post("backup/create").data().getInt("id");
        assertEquals(
                200,
                server.api()
                        .post("backup/restore", "{\"record_id\": " + record + "}")
                        .status());
        jobs.hold("backup.verify");
        long cancelled = jobs.startBackup("default");
        jobs.awaitAt(cancelled, "backup.verify");
        server.api().post("backup/cancel");
        jobs.awaitEnd(cancelled);
        jobs.release();

        String all = server.administer("list-batch-jobs", "--long");
        assertTrue(all.matches("(?s).*backup .*COMPLETED .*COMPLETED.*"), all);
        assertTrue(all.matches("(?s).*restore .*COMPLETED .*COMPLETED.*"), all);
        assertTrue(all.matches("(?s).*backup .*STOPPED .*CANCELLED.*"), all);

        String executions = server.administer("list-batch-job-executions", "--long");
        assertTrue(executions.matches("(?s).* job +1\\s+database +default.*"), executions);
        assertFalse((all + executions).contains(SafewardServer.API_KEY), executions);

        String steps = server.administer("list-batch-job-steps", "--long", execution(record));
        for (String step : List.of("dump", "verify", "publish", "copy", "expire", "schema")) {
            assertTrue(steps.matches("(?s).*\\b" + step + " .*COMPLETED +DONE.*"), steps);
        }
        assertTrue(steps.contains("DONE, 1 rows, "), steps);
    }

    /** Of the job that made a record. */
    private static String execution(long record) {
        JsonObject made = server.api().get("backup/records/" + record).data();
        return new org.safeward.beans.CatalogFile(server.home())
                .ask("SELECT execution_id FROM job WHERE id = " + made.getJsonNumber("task_id"));
    }
}
