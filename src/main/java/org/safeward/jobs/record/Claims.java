package org.safeward.jobs.record;

import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Query;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.safeward.settings.Settings;

/**
 * Who works on which database. A claim is a row whose key is the database's name, so there is one job a database in the whole
 * cluster. It lasts as long as its heartbeat is younger than the lease, by the catalog's clock; what the holder does under it counts
 * only if an UPDATE by its token still hits the row.
 */
@Stateless
public class Claims {
    private static final String SQLITE_NOW = "CAST(unixepoch('subsec') * 1000 AS INTEGER)";
    private static final String POSTGRESQL_NOW = "CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)";

    @PersistenceContext
    private EntityManager catalog;

    @Inject
    private Settings settings;

    /** Takes the database for a job, in the caller's transaction. False when another job has it. */
    @TransactionAttribute(TransactionAttributeType.MANDATORY)
    public boolean take(String database, long job, String node, String token) {
        return query(
                                "INSERT INTO claim (database_name, job_id, node, token, heartbeat_at) VALUES (?1, ?2, ?3, ?4, {now})"
                                        + " ON CONFLICT (database_name) DO NOTHING")
                        .setParameter(1, database)
                        .setParameter(2, job)
                        .setParameter(3, node)
                        .setParameter(4, token)
                        .executeUpdate()
                == 1;
    }

    /** True when the claim is still held; it then lasts for another lease. A claim that has lapsed never comes back. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public boolean renew(String token) {
        return query("UPDATE claim SET heartbeat_at = {now} WHERE token = ?1 AND heartbeat_at > {now} - ?2")
                        .setParameter(1, token)
                        .setParameter(2, lease().toMillis())
                        .executeUpdate()
                == 1;
    }

    /** Several in one transaction. @return the tokens of those that are still held */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public Set<String> renewAll(Collection<String> tokens) {
        return tokens.stream().filter(this::renew).collect(Collectors.toSet());
    }

    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void release(String token) {
        query("DELETE FROM claim WHERE token = ?1").setParameter(1, token).executeUpdate();
    }

    /** The job that has the database. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public Optional<Long> holder(String database) {
        return jobs(query("SELECT job_id FROM claim WHERE database_name = ?1").setParameter(1, database)).stream()
                .findFirst();
    }

    /**
     * A heartbeat of the future, from before the catalog's clock was put back, counts as now: whoever is alive renews it, and nobody's
     * database is taken until that time comes.
     *
     * @return how many there were
     */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public int correct() {
        return query("UPDATE claim SET heartbeat_at = {now} WHERE heartbeat_at > {now}")
                .executeUpdate();
    }

    /** Jobs whose claim has lapsed. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public List<Long> lapsed() {
        return jobs(query("SELECT job_id FROM claim WHERE heartbeat_at <= {now} - ?1")
                .setParameter(1, lease().toMillis()));
    }

    /** Whether a job has any claim, lapsed or not. */
    @TransactionAttribute(TransactionAttributeType.SUPPORTS)
    public boolean holds(long job) {
        return !jobs(query("SELECT job_id FROM claim WHERE job_id = ?1").setParameter(1, job))
                .isEmpty();
    }

    /** Takes a lapsed claim away from a job. */
    @TransactionAttribute(TransactionAttributeType.REQUIRED)
    public void revoke(long job) {
        query("DELETE FROM claim WHERE job_id = ?1").setParameter(1, job).executeUpdate();
    }

    private Duration lease() {
        return settings.lease();
    }

    private Query query(String sql) {
        String now = settings.catalog().isSqlite() ? SQLITE_NOW : POSTGRESQL_NOW;
        return catalog.createNativeQuery(sql.replace("{now}", now));
    }

    private static List<Long> jobs(Query query) {
        List<?> rows = query.getResultList();
        return rows.stream().map(row -> ((Number) row).longValue()).toList();
    }
}
