package org.safeward.settings;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;
import org.safeward.fault.Messages;

/**
 * Every setting, read once. {@link #check} tells whether Safeward can run with them; until it was called, a bad one has its
 * default here.
 */
@ApplicationScoped
public class Settings {
    private final List<String> faults;
    private final Path home;
    private final CatalogSettings catalog;
    private final DatabaseSettings databases;
    private final Path backupDirectory;
    private final Path restoreDirectory;
    private final FileSettings files;
    private final List<Path> backupRoots;
    private final Optional<Path> secondDirectory;
    private final Map<String, DestinationSettings> destinations;
    private final Optional<DestinationSettings.Spool> spool;
    private final boolean catchUp;
    private final Duration backupTimeout;
    private final Duration lease;
    private final int jobsAtOnce;
    private final HealthSettings health;
    private final long uploadMaxSize;
    private final AccessSettings access;
    private final HookSettings hooks;
    private final RestoreSettings restore;
    private final DrillSettings drill;
    private final ScrubSettings scrub;
    private final KeepSettings keep;
    private final MaintenanceSettings maintenance;
    private final Messages language;
    private final boolean development;
    private final boolean contractStatus;

    public Settings() {
        // The context class loader is null where the container makes the data source, so ours is named.
        this(ConfigProvider.getConfig(Settings.class.getClassLoader()));
    }

    Settings(Config config) {
        SettingReader read = new SettingReader(config);
        home = read.path("safeward.home", Path.of(System.getProperty("user.home"), ".safeward"));
        catalog = CatalogSettings.of(read, home);
        databases = DatabaseSettings.of(read);
        backupDirectory = read.path("safeward.backup.directory", home.resolve("backups"));
        backupRoots = read.paths("safeward.backup.roots", List.of(backupDirectory));
        secondDirectory = Optional.ofNullable(read.path("safeward.backup.second-directory", null));
        destinations = DestinationSettings.of(read, databases.names());
        spool = DestinationSettings.Spool.of(read, home, catalog, databases.names(), destinations);
        catchUp = read.flag("safeward.backup.catch-up", true);
        restoreDirectory = read.path("safeward.restore.directory", home.resolve("restored"));
        files = FileSettings.of(read);
        backupTimeout = read.duration("safeward.backup.timeout", Duration.ofHours(2));
        jobsAtOnce =
                read.number("safeward.jobs.max-concurrent", Runtime.getRuntime().availableProcessors(), 1, 1000);
        lease = read.duration("safeward.jobs.lease", Duration.ofSeconds(60));
        health = HealthSettings.of(read);
        uploadMaxSize = read.bytes("safeward.upload.max-size", 1L << 40);
        access = new AccessSettings(read);
        hooks = HookSettings.of(read);
        restore = RestoreSettings.of(read);
        drill = DrillSettings.of(read);
        scrub = ScrubSettings.of(read);
        keep = KeepSettings.of(read);
        maintenance = MaintenanceSettings.of(read, cacheRules());
        language = read.language("safeward.language", Messages.CHINESE);
        development = read.either("safeward.mode", "production", "development");
        contractStatus = read.either("safeward.http-status", "standard", "contract");
        faults = read.faults();
    }

    /**
     * @param found what else was found wrong with them, where they were used
     * @throws BadSettings naming every bad setting at once
     */
    public void check(List<String> found) {
        List<String> all = new ArrayList<>(faults);
        all.addAll(found);
        if (!all.isEmpty()) {
            throw new BadSettings(all);
        }
    }

    private CacheRules cacheRules() {
        List<Path> stores = new ArrayList<>(backupRoots);
        stores.add(backupDirectory);
        stores.add(restoreDirectory);
        secondDirectory.ifPresent(stores::add);
        List<Path> files = databases.byName().values().stream()
                .filter(ProtectedDatabase::isSqlite)
                .map(ProtectedDatabase::sqliteFile)
                .toList();
        return new CacheRules(home, stores, files);
    }

    public Path home() {
        return home;
    }

    /** Where passwords for child processes are kept while they run. What is there when Safeward starts is of a run that was killed. */
    public Path secretDirectory() {
        return home.resolve("tmp").resolve("pass");
    }

    /** Where our own tables are. */
    public CatalogSettings catalog() {
        return catalog;
    }

    /** The names that may be asked for, whether or not they have an address. */
    public List<String> databaseNames() {
        return databases.names();
    }

    /** The databases that have an address or a data source, by name, in the order of {@code safeward.databases}. */
    public Map<String, ProtectedDatabase> databases() {
        return databases.byName();
    }

    public Path backupDirectory() {
        return backupDirectory;
    }

    /** A config may only name a directory in one of these, or one of these itself. */
    public List<Path> backupRoots() {
        return backupRoots;
    }

    /** Gets a copy of each good backup. */
    public Optional<Path> secondDirectory() {
        return secondDirectory;
    }

    /** Places beyond the backup directory, by name, in the order in which they are asked for a file. */
    public Map<String, DestinationSettings> destinations() {
        return destinations;
    }

    /** Where backups lie until their destinations have them; empty where they stay in the backup directory. */
    public Optional<DestinationSettings.Spool> spool() {
        return spool;
    }

    /** Whether a backup that was due while the server was down is made at its start. */
    public boolean catchUp() {
        return catchUp;
    }

    /** Where a restore with a {@code target} puts SQLite files. */
    public Path restoreDirectory() {
        return restoreDirectory;
    }

    /** How backup files are written, and what opens them. */
    public FileSettings files() {
        return files;
    }

    /** How long a job may take. */
    public Duration backupTimeout() {
        return backupTimeout;
    }

    /** How restores go. */
    public RestoreSettings restore() {
        return restore;
    }

    public DrillSettings drill() {
        return drill;
    }

    /** How often copies are read again. */
    public ScrubSettings scrub() {
        return scrub;
    }

    /** How many jobs of this node work at the same time. */
    public int jobsAtOnce() {
        return jobsAtOnce;
    }

    /** How long a claim lasts without a heartbeat. */
    public Duration lease() {
        return lease;
    }

    /** How old the last good backup of each database may be without health being bad; empty when that is not asked for. */
    public HealthSettings health() {
        return health;
    }

    /** Bytes. */
    public long uploadMaxSize() {
        return uploadMaxSize;
    }

    /** Who may come in. */
    public AccessSettings access() {
        return access;
    }

    /** Who is told of what happens. */
    public HookSettings hooks() {
        return hooks;
    }

    /** How long what is kept. */
    public KeepSettings keep() {
        return keep;
    }

    public MaintenanceSettings maintenance() {
        return maintenance;
    }

    /** The language of answers whose request prefers none, and of what is written down. */
    public Messages language() {
        return language;
    }

    public boolean development() {
        return development;
    }

    /** Whether everything below {@code /api/backup} answers with status 200, for clients that know only {@code code}. */
    public boolean contractStatus() {
        return contractStatus;
    }
}
