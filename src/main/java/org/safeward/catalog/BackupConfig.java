package org.safeward.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.NamedQuery;
import jakarta.persistence.Table;
import java.time.Instant;
import java.time.ZoneId;

/** When and how one database is backed up by itself, and how long its backups are kept. */
@Entity
@Table(name = "backup_config")
@NamedQuery(name = "BackupConfig.ofDatabase", query = "SELECT c FROM BackupConfig c WHERE c.database = :database")
public class BackupConfig {
    /** The most days that a backup can be kept. */
    public static final int MOST_DAYS = 3650;

    /** The most backups that can be kept. */
    public static final int MOST_COUNT = 1000;

    /** Stands for the schedule of drills that the settings have. */
    public static final String DRILLS_BY_SETTINGS = "default";

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    @Column(name = "database_name")
    private String database;

    @Column(name = "created_at")
    @Convert(converter = InstantColumn.class)
    private Instant createdAt;

    @Column(name = "updated_at")
    @Convert(converter = InstantColumn.class)
    private Instant updatedAt;

    private boolean enabled;
    private String cron;
    private String path;

    @Column(name = "time_zone")
    private String timeZone;

    @Column(name = "retention_days")
    private int retentionDays;

    @Column(name = "max_count")
    private int maxCount;

    private boolean compress;

    @Column(name = "drill_cron")
    private String drillCron;

    protected BackupConfig() {}

    /** The first config: the one in the contract's example, but disabled. */
    public BackupConfig(String database, Instant now) {
        this.database = database;
        this.createdAt = now;
        this.updatedAt = now;
        this.enabled = false;
        this.cron = "0 3 * * *";
        this.path = "";
        this.timeZone = "";
        this.retentionDays = 7;
        this.maxCount = 10;
        this.compress = true;
        this.drillCron = DRILLS_BY_SETTINGS;
    }

    /** Takes over what a client has sent, already checked. */
    public void change(
            boolean enabled,
            String cron,
            String path,
            String timeZone,
            int days,
            int most,
            boolean compress,
            Instant now) {
        this.enabled = enabled;
        this.cron = cron;
        this.path = path;
        this.timeZone = timeZone;
        this.retentionDays = days;
        this.maxCount = most;
        this.compress = compress;
        this.updatedAt = now;
    }

    /** Takes over the schedule of its drills, already checked. */
    public void drillBy(String cron) {
        drillCron = cron;
    }

    /** Corrects when it was changed last. */
    public void changedAt(Instant moment) {
        updatedAt = moment;
    }

    public Long id() {
        return id;
    }

    public String database() {
        return database;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    public boolean enabled() {
        return enabled;
    }

    /** Five fields. */
    public String cron() {
        return cron;
    }

    /** Directory of the backups; empty for the one in the settings. */
    public String path() {
        return path;
    }

    /** IANA name; empty for the server's. */
    public String timeZone() {
        return timeZone;
    }

    /** The one that its days, weeks, months and years are of. */
    public ZoneId zone() {
        return timeZone.isEmpty() ? ZoneId.systemDefault() : ZoneId.of(timeZone);
    }

    /** Five fields, in the zone of its backups; empty for no schedule, or {@link #DRILLS_BY_SETTINGS}. */
    public String drillCron() {
        return drillCron;
    }

    public int retentionDays() {
        return retentionDays;
    }

    public int maxCount() {
        return maxCount;
    }

    public boolean compress() {
        return compress;
    }
}
