package org.safeward.restore.source;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.content.ReadLimits;
import org.safeward.backup.CheckedFile;
import org.safeward.backup.FileCheck;
import org.safeward.databases.Databases;
import org.safeward.engine.Work;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/**
 * The files that were uploaded to be looked at before they are restored. Each is held for an hour by the node that took it in, and not
 * over a restart: {@code Uploads.prepare} removes what it finds.
 */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class HeldUploads {
    private static final Logger LOG = System.getLogger(HeldUploads.class.getName());
    private static final Duration HELD = Duration.ofHours(1);

    @Inject
    private FileCheck check;

    @Inject
    private Databases databases;

    @Inject
    private BackupStore store;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    private final Map<String, HeldUpload> held = new ConcurrentHashMap<>();

    /**
     * Reads the whole file and holds it.
     *
     * @throws Fault one of the codes for files that are no backup that we can take; then the file is gone
     */
    public HeldUpload check(String database, Path file, DecryptionKey key, String fileName) throws IOException {
        try {
            ReadLimits limits = ReadLimits.foreign(Long.MAX_VALUE, () -> store.free(settings.home()));
            CheckedFile checked = check.run(file, databases.engine(database), key, limits, Work.UNWATCHED);
            String id = UUID.randomUUID().toString();
            Instant expires = clock.instant().plus(HELD);
            HeldUpload upload = new HeldUpload(id, database, file, key, fileName, Files.size(file), checked, expires);
            held.put(id, upload);
            return upload;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Those that can be restored, the one that expires last first. */
    public List<HeldUpload> all() {
        Instant now = clock.instant();
        return held.values().stream()
                .filter(upload -> !upload.expires().isBefore(now))
                .sorted(Comparator.comparing(HeldUpload::expires).reversed())
                .toList();
    }

    /** @throws Fault UPLOAD_NOT_FOUND */
    public HeldUpload get(String id) {
        HeldUpload upload = held.get(id);
        if (upload == null || upload.expires().isBefore(clock.instant())) {
            throw new Fault(ErrorCode.UPLOAD_NOT_FOUND, id);
        }
        return upload;
    }

    /**
     * Hands the file over: its new owner removes it.
     *
     * @throws Fault UPLOAD_NOT_FOUND
     */
    public HeldUpload handOver(String id) {
        HeldUpload upload = get(id);
        if (!held.remove(id, upload)) {
            throw new Fault(ErrorCode.UPLOAD_NOT_FOUND, id);
        }
        return upload;
    }

    /** When nothing came of the hand-over. */
    public void takeBack(HeldUpload upload) {
        held.put(upload.id(), upload);
    }

    /** @throws Fault UPLOAD_NOT_FOUND */
    public void remove(String id) throws IOException {
        HeldUpload upload = handOver(id);
        upload.key().close();
        Files.deleteIfExists(upload.file());
    }

    @Schedule(hour = "*", minute = "*/5", persistent = false)
    public void removeExpired() {
        Instant now = clock.instant();
        for (HeldUpload upload : held.values()) {
            if (upload.expires().isBefore(now) && held.remove(upload.id(), upload)) {
                upload.key().close();
                delete(upload.file());
            }
        }
    }

    /** A timer's callback must not throw: Payara would remove the timer. */
    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException | SecurityException e) {
            LOG.log(Level.WARNING, "the uploaded file {0} could not be removed: {1}", file, e);
        }
    }
}
