package org.safeward.engine.postgresql.restore;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.BackupScript;
import org.safeward.engine.RestoreWay;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.PostgresSettings.RestoreMode;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.SqlFault;
import org.safeward.engine.postgresql.content.DatabaseShape;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/** The server as a restore finds it: which way it allows, and where the new database is made. */
public final class RestorePlace implements AutoCloseable {
    private static final Pattern TARGET = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

    private final PostgresSettings settings;
    private final RestoreNames names;
    private final String job;
    private final Work work;
    private final Session session;
    private final Optional<Fault> noMaintenance;

    /**
     * Stands in the maintenance database, or in the live one where the role may not enter that or where nothing is to be done there. Any other
     * fault, such as a server that takes no more connections, is no reason to go another way than the next time.
     */
    public static RestorePlace open(PostgresSettings settings, String job, Work work) {
        String name = RestoreNames.session(job);
        var maintenance = settings.address().in(settings.maintenanceDatabase());
        try {
            return new RestorePlace(settings, job, work, Session.open(maintenance, name, work), Optional.empty());
        } catch (Fault e) {
            boolean needless = settings.mode() == RestoreMode.IN_PLACE;
            if (!needless && !isNotForUs(settings, e)) {
                throw e;
            }
            return new RestorePlace(settings, job, work, Session.open(settings.address(), name, work), Optional.of(e));
        }
    }

    /** A login that is refused, the right to connect that is lacking, or the connections of a data source, which lead to one database. */
    private static boolean isNotForUs(PostgresSettings settings, Fault e) {
        return settings.address().source().isPresent() || isLoginRefused(e) || e.code() == ErrorCode.RIGHTS_LACKING;
    }

    private RestorePlace(
            PostgresSettings settings, String job, Work work, Session session, Optional<Fault> noMaintenance) {
        this.settings = settings;
        this.names = new RestoreNames(settings.address().database());
        this.job = job;
        this.work = work;
        this.session = session;
        this.noMaintenance = noMaintenance;
    }

    Session session() {
        return session;
    }

    /**
     * Whether the live database is replaced by a new one. So it is when it does not exist.
     *
     * @throws Fault RESTORE_MODE_IMPOSSIBLE when that is what the settings ask for and it cannot be
     */
    boolean choosesSwap() {
        boolean missing = noMaintenance.isEmpty() && !ServerDatabases.exists(session, names.database());
        if (settings.mode() == RestoreMode.IN_PLACE && !missing) {
            return false;
        }
        var obstacles = obstacles();
        if (!obstacles.isEmpty() && (missing || settings.mode() == RestoreMode.SWAP)) {
            throw new Fault(
                    ErrorCode.RESTORE_MODE_IMPOSSIBLE,
                    RestoreMode.SWAP.name().toLowerCase(Locale.ROOT),
                    Reason.all(obstacles).orElseThrow());
        }
        return obstacles.isEmpty();
    }

    /** @throws Fault as {@link #choosesSwap} */
    public RestoreWay way() {
        if (choosesSwap()) {
            return new RestoreWay(false, Optional.empty());
        }
        return new RestoreWay(
                true, settings.mode() == RestoreMode.IN_PLACE ? Optional.empty() : Reason.all(obstacles()));
    }

    /** @throws Fault TARGET_INVALID, TARGET_EXISTS */
    public String freeTarget(String name) {
        if (!TARGET.matcher(name).matches()
                || name.equals(names.database())
                || name.equals(settings.maintenanceDatabase())) {
            throw new Fault(ErrorCode.TARGET_INVALID, name);
        }
        noMaintenance.ifPresent(cause -> {
            throw cause;
        });
        requireFree(name);
        return name;
    }

    /** A database of that name is somebody else's: ours are removed with their jobs. */
    void requireFreeStaging() {
        requireFree(names.staging(job));
    }

    /** Whether the role is let into the database just made. The rules of the server may name databases one by one. */
    boolean mayEnter() {
        try (var inside = Session.open(settings.address().in(names.staging(job)), RestoreNames.session(job), work)) {
            return inside.is("SELECT true");
        } catch (Fault e) {
            if (settings.mode() == RestoreMode.SWAP || !isLoginRefused(e)) {
                throw e;
            }
            return false;
        }
    }

    private static boolean isLoginRefused(Fault e) {
        return e.getCause() instanceof SQLException refused
                && SqlFault.state(refused).startsWith("28");
    }

    /** Makes the empty database in which the script will be run: like the live one, or like the one that was backed up. */
    void create(BackupScript script) {
        var shape = ServerDatabases.exists(session, names.database())
                ? DatabaseShape.of(session, names.database())
                : DatabaseShape.fromManifest(
                        session, script.manifest().map(Manifest::details).orElse(Map.of()));
        work.checkpoint();
        // A stop waits until it is made and marked: one without its mark is nobody's, and would stay.
        var maintenance = settings.address().in(settings.maintenanceDatabase());
        try (var unstopped = Session.open(maintenance, RestoreNames.session(job), Work.UNWATCHED)) {
            new ServerDatabases(unstopped, names, settings.markKey()).createStaging(job, shape);
        }
        work.checkpoint();
    }

    @Override
    public void close() {
        session.close();
    }

    /** What speaks against a database beside the live one that does not take its place; empty when nothing. */
    List<Reason> obstaclesToStaging() {
        var obstacles = new ArrayList<>(noEntry().stream().toList());
        if (obstacles.isEmpty()) {
            obstacles.addAll(SwapObstacles.toStaging(session, names.database()));
        }
        return obstacles;
    }

    private Optional<Reason> noEntry() {
        return noMaintenance.map(cause -> Reason.of(ReasonCode.WHY_NO_ENTRY, settings.maintenanceDatabase(), cause));
    }

    private List<Reason> obstacles() {
        var obstacles = new ArrayList<>(noEntry().stream().toList());
        if (obstacles.isEmpty()) {
            obstacles.addAll(SwapObstacles.find(session, names.database(), names.before(job)));
        }
        return obstacles;
    }

    private void requireFree(String name) {
        if (ServerDatabases.exists(session, name)) {
            throw new Fault(ErrorCode.TARGET_EXISTS, name);
        }
    }
}
