package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Fence;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.LiveFile;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.dump.Dump;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** A restored database in a file of its own, beside the place where it is to live. */
public final class StagedFile implements Staging {
    private static final System.Logger LOG = System.getLogger(StagedFile.class.getName());

    private final BuiltFile built;
    private final Path file;
    private final LiveFile destination;
    private final boolean replaces;
    private final String job;
    private final Optional<Manifest> manifest;

    /** @param replaces whether the destination is the live database; else a file that must not exist */
    public StagedFile(
            BuiltFile built, LiveFile destination, boolean replaces, String job, Optional<Manifest> manifest) {
        this.built = built;
        this.file = built.path();
        this.destination = destination;
        this.replaces = replaces;
        this.job = job;
        this.manifest = manifest;
    }

    @Override
    public DatabaseFacts check(Work work) {
        built.requireUntouched();
        DatabaseFacts facts;
        try (Session session = Session.write(file, 0, work)) {
            built.requireSame();
            facts = new StagingCheck(session, manifest, work).run();
        }
        built.seal();
        return facts;
    }

    @Override
    public DumpFacts dump(OutputStream sql, Work work) throws IOException {
        built.requireUntouched();
        try (Session session = Session.read(file, 0, work)) {
            built.requireSame();
            session.beginReading();
            return new Dump(session, sql, work).write();
        }
    }

    @Override
    public void swap(Fence fence, Duration lockTimeout, Work work) throws IOException {
        built.requireUntouched();
        Fence last = () -> {
            built.requireSame();
            fence.pass();
        };
        try {
            if (replaces) {
                new Swap(destination, file, job, last, work).run(lockTimeout);
            } else {
                work.checkpoint();
                last.pass();
                Durable.publish(file, destination.path());
            }
        } catch (FileAlreadyExistsException e) {
            throw new Fault(e, ErrorCode.TARGET_EXISTS, destination.path().getFileName());
        }
    }

    @Override
    public void close() {
        try {
            Durable.deleteWithCompanions(file);
        } catch (IOException e) {
            // Not thrown: what the swap made live is live, and the file is found again by its job.
            LOG.log(System.Logger.Level.WARNING, "could not remove " + file, e);
        }
    }
}
