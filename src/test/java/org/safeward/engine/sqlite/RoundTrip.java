package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.Manifest;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.engine.BackupScript;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.Counted;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.dump.DumpTest;
import org.safeward.engine.sqlite.script.ScriptCensus;
import org.safeward.fault.Warning;

/** A database that is backed up, wrecked and restored. */
public final class RoundTrip {
    private final Path live;
    private final Path directory;
    private final SqliteEngine engine;

    /** What the backup, then what the restore warned of. */
    final List<Warning> warnings = new ArrayList<>();

    final List<Warning> restoreWarnings = new ArrayList<>();

    public RoundTrip(Path live) {
        this.live = live;
        this.directory = live.getParent();
        this.engine = new SqliteEngine(new SqliteDatabase("default", live, directory.resolve("restored")));
    }

    /** The content comes back exactly: through the plain shell, over a wreck, and where no file is left. */
    public RoundTrip assertComesBack() throws Exception {
        return assertComesBackThroughShell().assertComesBackHere().assertComesBackFromSnapshot();
    }

    RoundTrip assertComesBackThroughShell() throws Exception {
        List<String> before = Contents.of(live);
        Path script = directory.resolve("script.sql");
        DumpFacts facts = DumpTest.dump(live, script);
        try (InputStream sql = Files.newInputStream(script)) {
            assertEquals(
                    Counted.of(facts.tables()),
                    new ScriptCensus(Work.UNWATCHED).read(sql).tables());
        }
        Path copy = directory.resolve("copy.db");
        assertEquals("", Shell.load(script, copy));
        DumpTest.assertSame(before, Contents.of(copy));
        Files.delete(copy);
        return this;
    }

    RoundTrip assertComesBackHere() throws Exception {
        return assertComesBackOf(backup());
    }

    /** By its pages, which keep what no script can say. */
    RoundTrip assertComesBackFromSnapshot() throws Exception {
        return assertComesBackOf(snapshot());
    }

    private RoundTrip assertComesBackOf(BackupScript backup) throws Exception {
        List<String> before = Contents.of(live);
        Files.delete(live);
        Shell.run(live, "CREATE TABLE wreck(a); CREATE TABLE issue(b);");
        restore(backup);
        DumpTest.assertSame(before, Contents.of(live));
        Files.delete(live);
        restore(backup);
        DumpTest.assertSame(before, Contents.of(live));
        return this;
    }

    public BackupScript backup() throws Exception {
        Path file = unused(".sql.zip");
        try (BackupFileWriter writer = BackupFileWriter.create(file, BackupFormat.ZIP, 1)) {
            DumpFacts facts = engine.dump(writer.sql(), Work.UNWATCHED);
            warnings.addAll(facts.warnings());
            return finished(writer, facts, file);
        }
    }

    /** It was read back as every backup is: so its own check is one of the facts. */
    public BackupScript snapshot() throws Exception {
        Path file = unused(".db.zst");
        try (BackupFileWriter writer =
                BackupFileWriter.create(file, BackupFormat.ZSTD, ScriptKind.SNAPSHOT, Compression.atLevel(1))) {
            Path scratch = directory.resolve("scratch");
            DumpFacts facts = engine.snapshot(writer.sql(), scratch, Work.UNWATCHED);
            assertFalse(Files.exists(scratch));
            BackupScript backup = finished(writer, facts, file);
            try (BackupFileReader reader = backup.open()) {
                assertEquals(
                        Counted.of(facts.tables()),
                        engine.censusOfSnapshot(reader.sql(), directory, Work.UNWATCHED)
                                .tables());
                assertEquals(backup.manifest(), reader.manifest());
            }
            return backup;
        }
    }

    private Path unused(String suffix) throws IOException {
        Path file = Files.createTempFile(directory, "backup", suffix);
        Files.delete(file);
        return file;
    }

    private BackupScript finished(BackupFileWriter writer, DumpFacts facts, Path file) throws IOException {
        Manifest manifest = writer.finish(new ManifestDraft(
                "Safeward test",
                engine.kind(),
                facts.engineVersion(),
                "default",
                facts.moment(),
                facts.tables(),
                facts.details(),
                facts.warnings()));
        // As it is read from the file.
        return new BackupScript(file, Optional.of(Manifest.fromJson(manifest.toJson())), false);
    }

    void restore(BackupScript backup) throws Exception {
        StoppableWork work = new StoppableWork();
        try (Staging staging = engine.stage(backup, "job", new Destination.Live(), work)) {
            staging.check(work);
            if (backup.manifest().isPresent()) {
                assertProven(backup, staging);
            }
            staging.swap(() -> {}, Duration.ofSeconds(5), work);
        }
        restoreWarnings.addAll(work.warnings);
    }

    /** What was read of the live database is what can be read of the staged one: rows by their digests, schema, and all. */
    static void assertProven(BackupScript backup, Staging staging) throws IOException {
        ContentComparison compared = ContentComparison.of(
                backup.manifest().orElseThrow(), staging.dump(OutputStream.nullOutputStream(), Work.UNWATCHED));
        boolean same = backup.manifest().get().isSnapshot()
                ? compared.contradicting().isEmpty()
                        && compared.others().equals(Map.of("schema", ContentComparison.State.SAME))
                : compared.isSame();
        assertTrue(same, () -> compared.differing() + " " + compared.others());
    }

    public List<String> codes() {
        return warnings.stream().map(w -> w.code() + " " + w.object()).toList();
    }
}
