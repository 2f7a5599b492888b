package org.safeward.backup.fetch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.Recipients;
import org.safeward.archive.content.FileSum;
import org.safeward.backup.stores.BackupStores;
import org.safeward.beans.Beans;
import org.safeward.beans.CatalogFile;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.VerifiedFile;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.Destinations;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.WholeFile;

/** A backup on a real catalog, with copies in places as the tests put them there. */
final class StoredBackup implements AutoCloseable {
    static final String NAME = "default-backup.sql.zip";

    private final Path folder;
    private final Map<String, String> settings = new TreeMap<>();
    private final List<CopyDamaged> told = new ArrayList<>();
    private Beans beans;
    private long id;
    private Path kept;

    StoredBackup(Path folder) {
        this.folder = folder;
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"));
        settings.put(
                "safeward.backup.second-directory", folder.resolve("second").toString());
    }

    StoredBackup with(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    /** Directories below the folder, which are made. */
    StoredBackup directories(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(folder.resolve(name));
            with("safeward.destination." + name + ".url", "file://" + folder.resolve(name));
        }
        return with("safeward.destinations", String.join(",", names));
    }

    StoredBackup made(int bytes) throws IOException {
        beans = Beans.in(folder.resolve("home"), settings).observing(CopyDamaged.class, told::add);
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        beans.get(BackupStores.class).prepare(List.of(file().getParent(), second().getParent()));
        Files.write(file(), content);
        kept = Files.write(folder.resolve("kept"), content);
        id = record(file());
        return this;
    }

    private long record(Path file) throws IOException {
        Instant now = Instant.now();
        long made = records()
                .add(new BackupRecord("default", BackupOrigin.REQUEST, "", true, now))
                .id();
        String sha256 = FileSum.sha256(file, () -> {});
        VerifiedFile verified = new VerifiedFile(
                file, Files.size(file), sha256, Files.size(file), sha256, 1, 0, "{}", "sql", false, List.of());
        records().change(made, row -> {
            row.verified(verified, now);
            row.complete(now);
        });
        return made;
    }

    Path file() {
        return folder.resolve("home/backups/backup.sql.zip");
    }

    Path second() {
        return folder.resolve("second/backup.sql.zip");
    }

    /** A good copy in the second directory. */
    StoredBackup inSecond() throws IOException {
        Files.copy(kept, second());
        records().change(id, row -> row.copied(second()));
        return this;
    }

    /** A good copy in each of these destinations. */
    StoredBackup in(String... destinations) throws IOException {
        for (String destination : destinations) {
            long copy = copies().add(new BackupCopy(id, destination, false, Instant.now()))
                    .id();
            WholeFile whole = WholeFile.read(kept);
            destinations().get(destination).store().put(NAME, whole, Progress.NONE);
            copies().change(copy, row -> {
                row.named(NAME, whole.size(), whole.sha256());
                row.foundGood(Instant.EPOCH);
            });
        }
        return this;
    }

    /** A good copy there that is encrypted to these keys. */
    StoredBackup encryptedIn(String destination, Recipients recipients) throws IOException {
        Path sealed = folder.resolve("sealed");
        try (EncryptedStream out = new EncryptedStream(Files.newOutputStream(sealed), recipients)) {
            Files.copy(kept, out);
            out.finish();
        }
        long copy = copies().add(new BackupCopy(id, destination, true, Instant.now()))
                .id();
        WholeFile whole = WholeFile.read(sealed);
        destinations().get(destination).store().put(NAME + ".age", whole, Progress.NONE);
        copies().change(copy, row -> {
            row.named(NAME + ".age", whole.size(), whole.sha256());
            row.foundGood(Instant.EPOCH);
        });
        return this;
    }

    /** As far as the catalog knows. */
    StoredBackup encrypted(String destination) {
        String now = "UPDATE backup_copy SET encrypted = 1 WHERE destination = ?";
        new CatalogFile(folder.resolve("home")).change(now, destination);
        beans.close();
        beans = Beans.in(folder.resolve("home"), settings);
        return this;
    }

    /** Its own file went on purpose. */
    StoredBackup away() throws IOException {
        Files.deleteIfExists(file());
        records().change(id, row -> row.fileRemoved("elsewhere", Instant.now()));
        return this;
    }

    FoundCopy find() throws IOException {
        return find(Work.UNWATCHED);
    }

    FoundCopy find(Work work) throws IOException {
        return find(DecryptionKey.NONE, work);
    }

    FoundCopy find(DecryptionKey key, Work work) throws IOException {
        return beans.get(NearestCopy.class)
                .find(record(), key, (file, sum) -> new Fault(ErrorCode.BACKUP_TRUNCATED, file), work);
    }

    boolean isWhole(Path file) throws IOException {
        return Files.mismatch(file, kept) < 0;
    }

    BackupCopy copy(String destination) {
        return copies().ofRecord(id).stream()
                .filter(copy -> copy.destination().equals(destination))
                .findFirst()
                .orElseThrow();
    }

    void change(String destination, java.util.function.Consumer<BackupCopy> change) {
        copies().change(copy(destination).id(), change);
    }

    BackupRecord record() {
        return records().get(id);
    }

    /** The damage that was told of. */
    List<CopyDamaged> told() {
        return told;
    }

    BackupRecords records() {
        return beans.get(BackupRecords.class);
    }

    private BackupCopies copies() {
        return beans.get(BackupCopies.class);
    }

    Destinations destinations() {
        return beans.get(Destinations.class);
    }

    Beans beans() {
        return beans;
    }

    Path fetched() {
        return folder.resolve("home/fetched");
    }

    @Override
    public void close() {
        if (beans != null) {
            beans.close();
        }
    }
}
