package org.safeward.startup;

import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.safeward.access.login.FirstLogin;
import org.safeward.access.token.TokenCheck;
import org.safeward.backup.fetch.FetchedFiles;
import org.safeward.backup.offsite.StartCopies;
import org.safeward.backup.stores.BackupStores;
import org.safeward.backup.trash.SettleTrash;
import org.safeward.catalog.CatalogSchema;
import org.safeward.databases.Databases;
import org.safeward.drill.DueDrills;
import org.safeward.files.PrivateDirectory;
import org.safeward.jobs.JobWatch;
import org.safeward.jobs.Recovery;
import org.safeward.maintenance.ClearCache;
import org.safeward.restore.upload.Uploads;
import org.safeward.settings.Settings;

/** Starts Safeward, or says in one sentence why it cannot. */
@Singleton
@jakarta.ejb.Startup
@TransactionManagement(TransactionManagementType.BEAN)
public class Startup {
    private static final Logger LOG = System.getLogger(Startup.class.getName());

    @Inject
    private Settings settings;

    @Inject
    private Databases databases;

    @Inject
    private HomeLock lock;

    @Inject
    private DeadRuns deadRuns;

    @Inject
    private ServerLogs logs;

    @Inject
    private FirstLogin firstLogin;

    @Inject
    private TokenCheck tokens;

    @Inject
    private Uploads uploads;

    @Inject
    private FetchedFiles fetched;

    @Inject
    private ClearCache cache;

    @Inject
    private BackupStores stores;

    @Inject
    private StartCopies copies;

    @Inject
    private SettleTrash trash;

    @Inject
    private DueDrills drills;

    @Inject
    private Recovery recovery;

    @Inject
    private JobWatch watch;

    @Inject
    private Readiness readiness;

    @PostConstruct
    void start() {
        try {
            logs.guard();
            // Addresses that cannot be read are told with the other faults, all at once.
            List<String> found = new ArrayList<>(databases.faults());
            found.addAll(drills.faults());
            settings.check(found);
            PrivateDirectory.create(settings.home());
            lock.take(settings.home());
            deadRuns.remove(settings.home(), settings.secretDirectory());
            CatalogSchema.migrate(settings);
            firstLogin.prepare();
            tokens.prepare();
            uploads.prepare();
            fetched.prepare();
            cache.warn();
            // Before anything is tidied.
            stores.takeStock();
            trash.run();
            recovery.atStart();
            watch.start();
            copies.atStart();
            readiness.ready();
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.ERROR, "SAFEWARD-START-FAILED: " + e.getMessage(), e);
            // Some servers try a second time, and would then only tell of the lock.
            releaseLock();
            throw new IllegalStateException("Safeward could not start: " + e.getMessage(), e);
        }
    }

    @PreDestroy
    void stop() {
        watch.stop();
        releaseLock();
        logs.release();
    }

    private void releaseLock() {
        try {
            lock.release();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the lock of the home could not be released", e);
        }
    }
}
