package org.safeward.backup.offsite;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.safeward.files.PrivateDirectory;
import org.safeward.jobs.JobCleanup;
import org.safeward.jobs.LiveJobs;
import org.safeward.jobs.record.JobKind;
import org.safeward.settings.Settings;

/** What copy jobs of this node write before they send it, in a private folder of the home: what is encrypted for a destination, and manifests. Nothing in it outlives its job. */
@ApplicationScoped
class OutgoingFolder {
    private static final Logger LOG = System.getLogger(OutgoingFolder.class.getName());

    @Inject
    private Settings settings;

    @Inject
    private LiveJobs lives;

    private Path folder() {
        return settings.home().resolve("outgoing");
    }

    /** A file that is not there yet, of a job. */
    Path file(long job, String name) throws IOException {
        Path file = PrivateDirectory.create(folder()).resolve(job + "-" + name);
        Files.deleteIfExists(file);
        return file;
    }

    void after(@Observes JobCleanup ended) {
        if (ended.kind() == JobKind.COPY) {
            lives.find(ended.job()).map(live -> live.plan(CopyPlan.class)).ifPresent(CopyPlan::close);
            remove(ended.job() + "-");
        }
    }

    /** With the server that wrote it, the only key to it is gone. */
    void clear() {
        remove("");
    }

    private void remove(String beginning) {
        if (!Files.isDirectory(folder())) {
            return;
        }
        try (Stream<Path> files = Files.list(folder())) {
            List<Path> left = files.filter(file -> file.getFileName().toString().startsWith(beginning))
                    .toList();
            for (Path file : left) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "what copies have left in " + folder() + " could not be removed", e);
        }
    }
}
