package org.safeward.engine.postgresql.parts;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.parts.PartTable.Relation;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/**
 * Checks that are NOT VALID, and were it in the backup too: its rows may be older than they are and break them, as the live ones might. So they
 * are taken off while rows are exchanged, and made again, NOT VALID. One that is valid or new since then holds for every row.
 *
 * <p>Not promised: one that tables inherit from others than their partitioned one holds too, since it can be taken off there alone;
 * so does one of a domain.
 */
final class NotValidChecks {
    /** Where they were made; version 18 has such not-null constraints too. */
    private static final String LOOSE = """
            SELECT n.nspname, c.relname, c.oid::pg_catalog.int8, c.relkind, k.conname, pg_get_constraintdef(k.oid)
            FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE k.conrelid = ANY (%s) AND k.contype IN ('c', 'n') AND NOT k.convalidated AND k.coninhcount = 0
              AND (c.relkind = 'p' OR NOT EXISTS (SELECT FROM pg_inherits i WHERE i.inhparent = c.oid))
            ORDER BY (SELECT count(*) FROM pg_partition_ancestors(c.oid)), k.oid""";

    private static final String COMMENTS = """
            SELECT format('COMMENT ON CONSTRAINT %%I ON %%s IS %%L', k.conname, k.conrelid::regclass, obj_description(k.oid, 'pg_constraint'))
            FROM pg_constraint k WHERE k.conrelid = ANY (%s) AND k.contype IN ('c', 'n')
              AND obj_description(k.oid, 'pg_constraint') IS NOT NULL""";

    /** Of partitions, where one may be valid already that is not yet valid for the whole table. */
    private static final String VALIDATE = """
            SELECT format('ALTER TABLE %%s VALIDATE CONSTRAINT %%I', k.conrelid::regclass, k.conname)
            FROM pg_constraint k WHERE k.conrelid = ANY (%s) AND k.contype IN ('c', 'n') AND k.coninhcount > 0 AND k.convalidated = %s""";

    private static final String STATE = """
            SELECT concat_ws(' ', k.conrelid::regclass, quote_ident(k.conname), pg_get_constraintdef(k.oid), k.conislocal, k.coninhcount,
                obj_description(k.oid, 'pg_constraint'))
            FROM pg_constraint k WHERE k.conrelid = ANY (%s) AND k.contype IN ('c', 'n') ORDER BY 1""";

    private final Session live;
    private final String oids;
    private final List<Check> checks;
    private final List<String> comments;
    private final List<String> valid;
    private final List<String> before;

    private record Check(Relation on, String name, String definition) {
        String alter(String what) {
            return "ALTER TABLE " + on.alone() + " " + what + " CONSTRAINT " + TableName.quote(name);
        }

        /** What is the same in both databases, unlike oids. */
        List<String> meaning() {
            return List.of(on.name().toString(), name, definition);
        }
    }

    /** @param targets the live ones of the tables that are staged */
    NotValidChecks(Session staged, List<PartTable> tables, Session live, List<PartTable> targets) {
        this.live = live;
        this.oids = PartTables.oids(targets);
        Set<List<String>> known = new HashSet<>();
        loose(staged, PartTables.oids(tables)).forEach(check -> known.add(check.meaning()));
        this.checks = loose(live, oids).stream()
                .filter(check -> known.contains(check.meaning()))
                .toList();
        this.comments = live.strings(COMMENTS.formatted(oids));
        this.valid = live.strings(VALIDATE.formatted(oids, true));
        this.before = live.strings(STATE.formatted(oids));
    }

    private static List<Check> loose(Session session, String oids) {
        return session.list(
                LOOSE.formatted(oids),
                row -> new Check(
                        new Relation(
                                new TableName(row.getString(1), row.getString(2)), row.getLong(3), row.getString(4)),
                        row.getString(5),
                        row.getString(6)));
    }

    void takeOff() {
        checks.forEach(check -> live.execute(check.alter("DROP")));
    }

    /** @throws Fault PARTS_IMPOSSIBLE when they are not what they were; with the server's exception when rows break one that was valid */
    void makeAgain() {
        if (checks.isEmpty()) {
            return;
        }
        checks.forEach(check -> live.execute(check.alter("ADD") + " " + check.definition()));
        comments.forEach(live::execute);
        live.strings(VALIDATE.formatted(oids, false)).stream()
                .filter(valid::contains)
                .forEach(live::execute);
        if (!live.strings(STATE.formatted(oids)).equals(before)) {
            throw PartsImpossible.of(ReasonCode.WHY_CHECKS_NOT_AGAIN);
        }
    }
}
