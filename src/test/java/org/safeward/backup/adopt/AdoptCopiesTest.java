package org.safeward.backup.adopt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.archive.age.Recipients;
import org.safeward.beans.Beans;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.RunState;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.LyingCopies;
import org.safeward.destinations.LyingCopy;
import org.safeward.destinations.manifest.CopyManifest;
import org.safeward.destinations.manifest.InstallationKey;
import org.safeward.destinations.manifest.Trust;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What lies in a destination becomes a record only when we have signed it, and needs no download for that. */
class AdoptCopiesTest {
    private static final String ONE = "default-backup_auto_1.sql.zip";
    private static final InstallationKey OTHER = InstallationKey.create();

    @TempDir
    Path folder;

    private LyingPlace place;
    private Beans beans;
    private Destination nas;

    @BeforeEach
    void start() {
        place = new LyingPlace(folder.resolve("nas"));
        beans = Beans.in(
                folder.resolve("home"),
                Map.of(
                        "safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"),
                        "safeward.destinations", "nas,second",
                        "safeward.destination.nas.url", "file://" + folder.resolve("nas"),
                        "safeward.destination.second.url", "file://" + folder.resolve("second")));
        nas = beans.get(Destinations.class).get("nas");
    }

    @AfterEach
    void close() {
        beans.close();
    }

    private InstallationKey ours() {
        return beans.get(InstallationKeys.class).own();
    }

    private List<AdoptCopies.Outcome> adopt(Destination from) throws IOException {
        return beans.get(AdoptCopies.class).adopt(from, Optional.empty()).outcomes();
    }

    @Test
    void oneOfOursBecomesARecordWhoseCopyNobodyHasReadYet() throws IOException {
        String name = place.put(ONE, "content", ours());

        BackupRecord record = adopt(nas).get(0).record();

        assertEquals(RunState.COMPLETED, record.status());
        assertEquals(BackupOrigin.SCHEDULE, record.origin());
        assertEquals(LyingPlace.MOMENT, record.completedAt());
        assertEquals(LyingPlace.MOMENT, record.verifiedAt());
        assertEquals(7, record.rowCount());
        assertEquals(7, record.fileSize());
        assertTrue(record.compressed());
        assertTrue(record.whereabouts().fileRemovedAt().isPresent());
        assertTrue(record.filePath().endsWith("nas/" + name), record.filePath());
        assertNotNull(org.safeward.archive.content.Manifest.fromJson(record.manifestJson()));
        BackupCopy copy = beans.get(BackupCopies.class).ofRecord(record.id()).get(0);
        assertEquals(CopyState.UNREAD, copy.state());
        assertEquals(Optional.of(name), copy.name());
        assertEquals(Optional.empty(), copy.verifiedAt());
        assertEquals(
                Optional.of(record.id()),
                beans.get(BackupRecords.class).newestGood("default").map(BackupRecord::id));
        assertEquals(List.of(), adopt(nas), "adopted twice");
    }

    @Test
    void whatIsNotOursIsRefusedEachForItsReason() throws IOException {
        Map<String, ErrorCode> expected = new HashMap<>();
        expected.put(place.put("default-other", "a", OTHER), ErrorCode.COPY_NOT_OURS);
        expected.put(broken("default-broken"), ErrorCode.COPY_NOT_OURS);
        expected.put(unsigned("default-unsigned"), ErrorCode.COPY_NOT_OURS);
        expected.put(place.put(LyingPlace.plain("x-1", "unknown", "d"), "d", ours()), ErrorCode.UNKNOWN_DATABASE);
        expected.put(place.put("default-cut", "e", ours()), ErrorCode.BACKUP_FILE_MISSING);
        place.write("default-cut", new byte[0]);
        place.write("default-junk.manifest.json", "{}".getBytes(StandardCharsets.UTF_8));
        expected.put("default-junk", ErrorCode.COPY_MANIFEST_INVALID);
        place.write(
                "default-renamed.manifest.json", Files.readAllBytes(folder.resolve("nas/default-cut.manifest.json")));
        expected.put("default-renamed", ErrorCode.COPY_MANIFEST_INVALID);
        place.write("default-large.manifest.json", new byte[11 << 20]);
        expected.put("default-large", ErrorCode.COPY_MANIFEST_INVALID);
        place.put(LyingPlace.plain("safeward-catalog-1", CopyManifest.CATALOG, "f"), "f", ours());
        place.write("without-manifest.sql.zip", new byte[9]);

        Map<String, ErrorCode> refused = adopt(nas).stream()
                .collect(Collectors.toMap(
                        AdoptCopies.Outcome::name, outcome -> outcome.refused().code()));

        assertEquals(expected, refused);
        assertEquals(List.of(), beans.get(BackupRecords.class).ofDatabase("default"));
    }

    @Test
    void anotherInstallationsCountOnceItsKeyIsTrusted() throws IOException {
        place.put(ONE, "content", OTHER);
        assertEquals(Trust.SIGNED_BY_OTHER, lying().get(0).trust().orElseThrow());
        beans.get(InstallationKeys.class).trust(OTHER.publicKey(), "somebody");
        assertEquals(Trust.SIGNED_BY_US, lying().get(0).trust().orElseThrow());
        assertNotNull(adopt(nas).get(0).record());
    }

    @Test
    void trustThatIsTakenBackAdoptsNothingMoreAndLeavesWhatWasAdopted() throws IOException {
        InstallationKeys keys = beans.get(InstallationKeys.class);
        place.put(ONE, "content", OTHER);
        keys.trust(OTHER.publicKey(), "somebody");
        BackupRecord adopted = adopt(nas).get(0).record();
        place.put("default-own", "content", ours());
        BackupRecord own = adopt(nas).get(0).record();
        BackupCopies copies = beans.get(BackupCopies.class);
        assertEquals(
                Optional.of(OTHER.publicKey().hex()),
                copies.ofRecord(adopted.id()).get(0).signedBy());
        assertEquals(Optional.empty(), copies.ofRecord(own.id()).get(0).signedBy());
        assertEquals(1, keys.others().get(0).adopted());
        assertEquals("somebody", keys.others().get(0).addedBy());

        keys.distrust(OTHER.publicKey());

        assertEquals(List.of(), keys.others());
        assertEquals(
                ErrorCode.TRUSTED_KEY_NOT_FOUND,
                assertThrows(Fault.class, () -> keys.distrust(OTHER.publicKey()))
                        .code());
        place.put("default-later", "more", OTHER);
        assertEquals(ErrorCode.COPY_NOT_OURS, adopt(nas).get(0).refused().code());
        assertEquals(CopyState.UNREAD, copies.ofRecord(adopted.id()).get(0).state());
    }

    @Test
    void theSameBackupInTwoPlacesIsOneRecordWithTwoCopies() throws IOException {
        place.put(ONE, "content", ours());
        new LyingPlace(folder.resolve("second")).put(ONE, "content", ours());
        long record = adopt(nas).get(0).record().id();
        assertEquals(
                record,
                adopt(beans.get(Destinations.class).get("second"))
                        .get(0)
                        .record()
                        .id());
        assertEquals(2, beans.get(BackupCopies.class).ofRecord(record).size());
        place.put("default-the_same_again", "content", ours());
        assertFalse(record == adopt(nas).get(0).record().id(), "one place has one copy of a record");
    }

    @Test
    void aFloodOfOthersFilesIsCountedAndHidesNone() throws IOException {
        String name = place.put(ONE, "content", ours());
        Files.setLastModifiedTime(
                folder.resolve("nas").resolve(CopyManifest.fileName(name)), FileTime.from(LyingPlace.MOMENT));
        for (int i = 0; i < AdoptCopies.MOST_REFUSED + 5; i++) {
            place.write("default-" + i + ".manifest.json", new byte[1]);
        }
        AdoptCopies.Adoption adoption = beans.get(AdoptCopies.class).adopt(nas, Optional.empty());
        assertEquals(AdoptCopies.MOST_REFUSED + 5, adoption.refused());
        assertEquals(AdoptCopies.MOST_REFUSED + 1, adoption.outcomes().size());
        assertEquals(name, adoption.outcomes().get(AdoptCopies.MOST_REFUSED).name());
    }

    @Test
    void whatAnotherNodeHasAdoptedMeanwhileIsNotAdoptedAgain() throws IOException {
        String name = place.put(ONE, "content", ours());
        KnownCopies known = beans.get(KnownCopies.class);
        BackupRecord adopted = adopt(nas).get(0).record();
        BackupRecord late = new BackupRecord("default", BackupOrigin.REQUEST, "", true, LyingPlace.MOMENT);
        LongFunction<BackupCopy> copy = id -> new BackupCopy(id, "nas", false, LyingPlace.MOMENT);

        assertEquals(Optional.empty(), known.add(nas, name, late, copy));
        assertEquals(Optional.empty(), known.add(nas, "default-the_same", adopted, copy));
        assertEquals(1, beans.get(BackupRecords.class).ofDatabase("default").size());
        assertEquals(1, beans.get(BackupCopies.class).ofRecord(adopted.id()).size());
    }

    @Test
    void anEncryptedOneNeedsAnIdentity() throws IOException {
        KeyPair pair = KeyPair.make();
        place.put(LyingPlace.encrypted(ONE + ".age", "content", Recipients.parse(pair.publicKey())), "content", ours());
        assertEquals(
                ErrorCode.ENCRYPTED_NO_IDENTITY, adopt(nas).get(0).refused().code());
        AdoptCopies adoption = beans.get(AdoptCopies.class);
        try (Identity wrong = Identity.parse(KeyPair.make().secretKey());
                Identity right = Identity.parse(pair.secretKey())) {
            assertEquals(
                    ErrorCode.ENCRYPTED_FOR_OTHERS,
                    adoption.adopt(nas, Optional.of(wrong))
                            .outcomes()
                            .get(0)
                            .refused()
                            .code());
            BackupRecord record =
                    adoption.adopt(nas, Optional.of(right)).outcomes().get(0).record();
            assertTrue(
                    beans.get(BackupCopies.class).ofRecord(record.id()).get(0).encrypted());
        }
    }

    private List<LyingCopy> lying() throws IOException {
        LyingCopies copies = beans.get(LyingCopies.class);
        LyingCopies.Listing listing = copies.list(nas);
        return copies.read(nas, listing.manifests(), listing);
    }

    private String broken(String name) throws IOException {
        place.put(name, "b", ours());
        Path file = folder.resolve("nas").resolve(CopyManifest.fileName(name));
        Files.writeString(file, Files.readString(file).replace("\"rows\":3", "\"rows\":2"));
        return name;
    }

    private String unsigned(String name) throws IOException {
        place.put(name, "c", ours());
        Path file = folder.resolve("nas").resolve(CopyManifest.fileName(name));
        Files.writeString(file, Files.readString(file).replaceFirst(",\"signature\".*", "}"));
        return name;
    }
}
