package org.safeward.engine.postgresql.restore;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.safeward.engine.postgresql.connection.RestoreNames;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.SessionEnder;
import org.safeward.engine.postgresql.content.DatabaseShape;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * Makes, finds and removes databases of ours, from a session in the maintenance database. Nothing is removed for its name: only what
 * carries our mark ({@link DatabaseMark}).
 *
 * <p>Not promised: a database is removed by its name, a moment after its mark was seen. Who owns it could give its name to another one of
 * his in between, and would lose that one.
 */
final class ServerDatabases {
    private static final String SESSIONS =
            "SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity a"
                    + " JOIN pg_catalog.pg_roles r ON r.oid = a.usesysid WHERE datname = ? AND " + SessionEnder.MAY_END;

    private final Session maintenance;
    private final RestoreNames names;
    private final DatabaseMark mark;

    /** @param names of the protected database */
    ServerDatabases(Session maintenance, RestoreNames names, Supplier<byte[]> key) {
        this.maintenance = maintenance;
        this.names = names;
        this.mark = new DatabaseMark(maintenance, key);
    }

    static boolean exists(Session session, String name) {
        return session.string("SELECT datname FROM pg_catalog.pg_database WHERE datname = ?", name) != null;
    }

    /** Makes the database in which a job builds. Whoever dies between the two statements leaves one that is only named, never removed. */
    void createStaging(String place, DatabaseShape shape) {
        String name = names.staging(place);
        maintenance.execute("CREATE DATABASE " + TableName.quote(name) + shape.options(maintenance.version()));
        try {
            mark.put(DatabaseMark.Kind.STAGING, place, name);
        } catch (RuntimeException e) {
            maintenance.execute("DROP DATABASE " + TableName.quote(name));
            throw e;
        }
    }

    /** Removes where a job has built, if it is there and ours. */
    void dropStaging(String place) {
        drop(DatabaseMark.Kind.STAGING, place, names.staging(place));
    }

    /** Removes what a job has replaced, if it is there and ours. */
    void dropReplaced(String place) {
        drop(DatabaseMark.Kind.REPLACED, place, names.before(place));
    }

    private void drop(DatabaseMark.Kind kind, String place, String name) {
        if (mark.proves(kind, place, name)) {
            String quoted = TableName.quote(name);
            maintenance.execute("ALTER DATABASE " + quoted + " IS_TEMPLATE false");
            maintenance.strings(SESSIONS, name);
            maintenance.execute("DROP DATABASE IF EXISTS " + quoted);
        }
    }

    /** The places of jobs whose restores have replaced this database and whose replaced databases are kept. */
    List<String> placesThatCanBeUndone() {
        return all().stream()
                .flatMap(name -> names
                        .placeThatReplaced(name)
                        .filter(place -> mark.proves(DatabaseMark.Kind.REPLACED, place, name)
                                || !RestoreNames.hasToken(place) && mark.isOfEarlierVersion(name))
                        .stream())
                .toList();
    }

    /**
     * Removes every database of ours that is kept for an undo or was left behind.
     *
     * @param known whether the catalog knows this place
     */
    void dropAll(Predicate<String> known) {
        for (String name : all()) {
            names.placeThatReplaced(name).filter(known).ifPresent(this::dropReplaced);
            names.placeThatBuilds(name).filter(known).ifPresent(this::dropStaging);
        }
    }

    /** Databases that are named as ours would be, and are not known to be ours: nobody removes them. */
    List<String> strays(Predicate<String> known) {
        var strays = new ArrayList<String>();
        for (String name : all()) {
            Optional<String> replaced = names.placeThatReplaced(name).filter(RestoreNames::isPlace);
            Optional<String> built = names.placeThatBuilds(name).filter(RestoreNames::isPlace);
            boolean ours = replaced.filter(known)
                            .filter(place -> mark.proves(DatabaseMark.Kind.REPLACED, place, name))
                            .isPresent()
                    || built.filter(known)
                            .filter(place -> mark.proves(DatabaseMark.Kind.STAGING, place, name))
                            .isPresent();
            if (!ours && (replaced.isPresent() || built.isPresent())) {
                strays.add(name);
            }
        }
        return strays;
    }

    private List<String> all() {
        return maintenance.strings("SELECT datname FROM pg_catalog.pg_database ORDER BY oid");
    }
}
