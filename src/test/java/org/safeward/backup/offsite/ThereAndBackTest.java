package org.safeward.backup.offsite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.backup.TakeBackup;
import org.safeward.backup.adopt.AdoptCopies;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.RunState;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.KnownDestinations;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.engine.Destination;
import org.safeward.fixture.SmallDatabase;
import org.safeward.fixture.Thorough;
import org.safeward.fixture.Trees;
import org.safeward.jobs.LiveJob;
import org.safeward.jobs.StepsOnThisThread;
import org.safeward.jobs.record.Job;
import org.safeward.restore.RestoreBackup;
import org.safeward.restore.RestoreRequest;
import org.safeward.restore.preview.FunctionsSeen;

/** The machine is lost, and what lies in the destination brings the database back: with each kind of server, in clear and encrypted. */
class ThereAndBackTest {
    private static final KeyPair PAIR = KeyPair.make();
    private static final KindOfPlace.Servers SERVERS = new KindOfPlace.Servers();

    /** Does not compress, and is several pieces for any place. */
    private static final int LARGE_BYTES = 700_000;

    @TempDir
    Path folder;

    private final Map<String, String> settings = new HashMap<>();

    @AfterAll
    static void stop() throws Exception {
        SERVERS.close();
    }

    static Stream<Arguments> ways() {
        return Thorough.pairs(List.of(KindOfPlace.values()), List.of(true, false));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void theDatabaseComesBackFromThereAlone(KindOfPlace kind, boolean encrypted) throws Exception {
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"));
        settings.put("safeward.destinations", "far");
        SERVERS.place(kind, folder).forEach((key, value) -> settings.put("safeward.destination.far." + key, value));
        if (encrypted) {
            settings.put("safeward.destination.far.recipients", PAIR.publicKey());
        }
        String before = content(live());
        PublicKeyText key = copied(encrypted);
        Trees.delete(folder.resolve("home"));
        Files.delete(folder.resolve("live.db"));

        comeBack(key, encrypted);

        assertEquals(before, content(new SmallDatabase(folder.resolve("live.db"))));
    }

    private SmallDatabase live() {
        SmallDatabase live = SmallDatabase.create(folder.resolve("live.db"));
        live.execute("CREATE TABLE picture (id INTEGER PRIMARY KEY, content BLOB)");
        live.execute("INSERT INTO picture (content) VALUES (randomblob(" + LARGE_BYTES + "))");
        return live;
    }

    private static String content(SmallDatabase database) {
        return database.notes() + ":"
                + database.ask("SELECT group_concat(id || hex(content)) FROM picture") + ":"
                + database.ask("SELECT group_concat(sql) FROM sqlite_schema ORDER BY name");
    }

    /** @return what whoever writes a recovery sheet has of the installation that is lost */
    private PublicKeyText copied(boolean encrypted) throws Exception {
        try (Beans beans = installation("home")) {
            Job backup = ended(beans.get(TakeBackup.class).onRequest("default", "", "admin"));
            assertEquals(RunState.COMPLETED, backup.state(), () -> backup.errorCode() + " " + backup.errorArguments());
            beans.get(StartCopies.class).look();
            BackupCopy copy =
                    beans.get(BackupCopies.class).inState("far", CopyState.GOOD).get(0);
            assertEquals(encrypted, copy.encrypted());
            return beans.get(InstallationKeys.class).own().publicKey();
        }
    }

    private void comeBack(PublicKeyText key, boolean encrypted) throws Exception {
        try (Beans beans = installation("new home");
                Identity identity = Identity.parse(PAIR.secretKey())) {
            beans.get(InstallationKeys.class).trust(key, "admin");
            Optional<Identity> own = encrypted ? Optional.of(identity) : Optional.empty();
            AdoptCopies.Outcome adopted = beans.get(AdoptCopies.class)
                    .adopt(beans.get(Destinations.class).get("far"), own)
                    .outcomes()
                    .get(0);
            assertEquals(null, adopted.refused());
            Job restore = ended(beans.get(RestoreBackup.class)
                    .start(
                            request(
                                    adopted.record(),
                                    own.<DecryptionKey>map(one -> one).orElse(DecryptionKey.NONE)),
                            "admin"));
            assertEquals(
                    RunState.COMPLETED, restore.state(), () -> restore.errorCode() + " " + restore.errorArguments());
            BackupCopy copy = beans.get(BackupCopies.class)
                    .ofRecord(adopted.record().id())
                    .get(0);
            assertEquals(CopyState.GOOD, copy.state(), "now it was read");
            assertTrue(copy.verifiedAt().isPresent());
            assertFalse(Files.exists(folder.resolve("home")));
        }
    }

    private Beans installation(String home) throws Exception {
        Beans beans = StepsOnThisThread.in(Beans.in(folder.resolve(home), settings));
        beans.get(BackupStores.class).takeStock();
        beans.get(Destinations.class).all().forEach(beans.get(KnownDestinations.class)::get);
        return beans;
    }

    private static RestoreRequest request(BackupRecord record, DecryptionKey key) {
        return new RestoreRequest(
                "default",
                Optional.of(record.id()),
                Optional.empty(),
                new Destination.Live(),
                true,
                false,
                false,
                Set.of(),
                FunctionsSeen.NONE,
                key);
    }

    private static Job ended(LiveJob job) {
        return job.ended().join();
    }
}
