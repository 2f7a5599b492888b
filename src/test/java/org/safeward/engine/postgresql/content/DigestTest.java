package org.safeward.engine.postgresql.content;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.archive.BackupFileReader;
import org.safeward.archive.BackupFileWriter;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.content.ManifestDraft;
import org.safeward.archive.content.ReadLimits;
import org.safeward.archive.content.ScriptKind;
import org.safeward.archive.parallel.Compression;
import org.safeward.engine.BackupScript;
import org.safeward.engine.ContentComparison;
import org.safeward.engine.Destination;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.BackupFiles;
import org.safeward.engine.postgresql.EverythingDatabase;
import org.safeward.engine.postgresql.NeedsPostgres;
import org.safeward.engine.postgresql.PostgresEngine;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What a backup says of its rows is what can be read of the database that it was restored to, and nothing else passes for it. */
@ExtendWith(PostgresServer.Shared.class)
@NeedsPostgres
class DigestTest {
    private static final String DATABASE = "digest of ü";

    /** As many as a gate has time for; all of them by -Dtests.random-databases=1000. */
    private static final int RANDOM = Integer.getInteger("tests.random-databases", 12);

    @TempDir
    Path temporary;

    private final PostgresServer server;

    DigestTest(PostgresServer server) {
        this.server = server;
    }

    @AfterEach
    void nothing() {
        server.databases().stream().filter(name -> !name.equals("postgres")).forEach(server::drop);
    }

    @Test
    void everythingIsProven() throws IOException {
        EverythingDatabase.create(server, DATABASE);
        var script = backUp();
        var compared = ContentComparison.of(script.manifest().orElseThrow(), staged(script));
        assertEquals(List.of(), compared.differing());
        assertEquals(ContentComparison.State.SAME, compared.others().get("sequences"));
        assertEquals(ContentComparison.State.SAME, compared.others().get("large_objects"));
    }

    @Test
    void everyChangeOfContentIsSeen() throws IOException {
        EverythingDatabase.create(server, DATABASE);
        for (String change : List.of(
                "UPDATE pg_largeobject SET data = 'x' WHERE loid = 4242",
                "UPDATE app.parted SET v = v || '!' WHERE k = 7",
                "SELECT nextval('app.untouched')",
                "ALTER TABLE app.parted_rest RENAME TO parted_other",
                "GRANT UPDATE ON LARGE OBJECT 4243 TO reader")) {
            var before = dump();
            server.sql(DATABASE, change);
            assertTrue(!compared(before, dump()).isSame(), change);
            assertTrue(compared(before, before).isSame());
        }
    }

    /** Who can write the file can make its checksums right again; the digests are in the record of it, too. */
    @ParameterizedTest
    @CsvSource({"SWAP", "IN_PLACE"})
    void whatWasChangedInTheFileIsFoundWhenItIsRestored(PostgresSettings.RestoreMode mode) throws IOException {
        server.create(DATABASE);
        server.sql(
                DATABASE,
                "CREATE TABLE public.t (id int PRIMARY KEY, price numeric)",
                "INSERT INTO public.t VALUES (1, 17.50)",
                "CREATE INDEX by_price ON public.t (price)",
                "CREATE SEQUENCE public.s",
                "SELECT lo_from_bytea(4242, 'abc')");
        for (var change : List.of(
                List.of("1\t17.50\n", "1\t71.50\n", "public.t has other rows"),
                List.of("CREATE INDEX by_price ON public.t USING btree (price);\n", "", "other schema"),
                List.of("setval('public.s', 1, false)", "setval('public.s', 9, false)", "other sequences"),
                List.of("'\\x616263'", "'\\x616264'", "other large objects"))) {
            var forged = forged(change.get(0), change.get(1));
            var engine = new PostgresEngine(
                    new PostgresSettings(server.address(DATABASE), mode, false, true, "postgres", Optional.empty()));
            var fault = BackupFiles.failure(engine, forged, "3");
            assertEquals(ErrorCode.MANIFEST_MISMATCH, fault.code(), change.get(2));
            assertTrue(fault.getMessage().contains(change.get(2)), fault.getMessage());
        }
        BackupFiles.restore(engine(), forged("1\t17.50\n", "1\t17.50\n"), "4");
    }

    private BackupScript forged(String what, String into) throws IOException {
        var script = BackupFiles.backUp(engine(), temporary.resolve("b" + System.nanoTime() + ".sql.zip"));
        var manifest = script.manifest().orElseThrow();
        String sql;
        try (var file = BackupFileReader.open(script.file(), ReadLimits.NONE)) {
            sql = new String(file.sql().readAllBytes(), UTF_8);
        }
        assertTrue(sql.contains(what), what + " in " + sql);
        Path forged = temporary.resolve("f" + System.nanoTime() + ".sql.zip");
        try (var writer = BackupFileWriter.create(forged, BackupFormat.ZIP, ScriptKind.SQL, Compression.atLevel(1))) {
            writer.sql().write(sql.replace(what, into).getBytes(UTF_8));
            var made = writer.finish(new ManifestDraft(
                    manifest.product(),
                    manifest.engine(),
                    manifest.engineVersion(),
                    manifest.database(),
                    manifest.createdAt(),
                    manifest.tables(),
                    manifest.details()));
            return new BackupScript(forged, Optional.of(made), false);
        }
    }

    static IntStream seeds() {
        int fresh = new Random().nextInt();
        return IntStream.concat(IntStream.rangeClosed(1, RANDOM / 2), IntStream.range(fresh, fresh + RANDOM / 2));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void anyRowsAreProvenAndOneOtherBitIsNot(int seed) throws IOException {
        var random = new Random(seed);
        server.create(DATABASE);
        server.sql(DATABASE, RandomRows.create(random).toArray(String[]::new));
        var script = backUp();
        var manifest = script.manifest().orElseThrow();
        var compared = ContentComparison.of(manifest, staged(script));
        assertTrue(compared.isSame(), () -> compared.differing() + " " + compared.others());
        String row =
                server.ask(DATABASE, "SELECT ctid FROM public.r ORDER BY md5(ctid::text || '" + seed + "') LIMIT 1");
        server.sql(DATABASE, RandomRows.oneBit(random, row));
        var changed = ContentComparison.of(manifest, dump());
        assertEquals(
                List.of("public.r"),
                changed.differing().stream().map(ContentComparison.Table::name).toList());
        assertNotEquals(List.of(), changed.contradicting());
    }

    private static ContentComparison compared(DumpFacts before, DumpFacts after) {
        return ContentComparison.of(before.tables(), before.details(), after.tables(), after.details());
    }

    private PostgresEngine engine() {
        return new PostgresEngine(PostgresSettings.of(server.address(DATABASE)));
    }

    private BackupScript backUp() throws IOException {
        return BackupFiles.backUp(engine(), temporary.resolve("b.sql.zip"));
    }

    private DumpFacts dump() throws IOException {
        return engine().dump(OutputStream.nullOutputStream(), Work.UNWATCHED);
    }

    private DumpFacts staged(BackupScript script) throws IOException {
        try (var staging = engine().stage(script, "5", new Destination.Live(), Work.UNWATCHED)) {
            staging.check(Work.UNWATCHED);
            return staging.dump(OutputStream.nullOutputStream(), Work.UNWATCHED);
        } catch (Fault e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
