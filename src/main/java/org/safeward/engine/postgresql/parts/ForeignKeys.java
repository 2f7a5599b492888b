package org.safeward.engine.postgresql.parts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.safeward.engine.PartsOutlook;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.parts.PartTable.Relation;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.Reason;
import org.safeward.fault.ReasonCode;

/**
 * The foreign keys from and onto some tables. They are taken off while rows are exchanged and made again by their definitions: so no
 * referential action runs, they may point in circles, and the server checks them against the rows that stay, but for those that it
 * holds to be not valid. Of a key of partitions it is the whole key.
 */
final class ForeignKeys {
    private static final String TOUCHED = """
            WITH RECURSIVE touched(oid, conparentid) AS (
                SELECT oid, conparentid FROM pg_constraint
                WHERE contype = 'f' AND (conrelid = ANY (%1$s) OR confrelid = ANY (%1$s))
                UNION SELECT p.oid, p.conparentid FROM touched t JOIN pg_constraint p ON p.oid = t.conparentid OR p.conparentid = t.oid)
            """;

    /** A partition that had its key before it was attached has it under its own name, and first: its table's key takes it over again. */
    private static final String KEYS = TOUCHED + """
            SELECT k.conname, pg_get_constraintdef(k.oid), obj_description(k.oid, 'pg_constraint'),
                n.nspname, c.relname, c.oid::pg_catalog.int8, c.relkind, rn.nspname, r.relname, r.oid::pg_catalog.int8, r.relkind,
                k.conparentid = 0
            FROM touched t JOIN pg_constraint k ON k.oid = t.oid
            JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
            LEFT JOIN pg_constraint p ON p.oid = k.conparentid
            WHERE k.conparentid = 0 OR p.conrelid <> k.conrelid AND p.confrelid = k.confrelid AND p.conname <> k.conname
            ORDER BY (SELECT count(*) FROM pg_partition_ancestors(k.conrelid)) DESC, k.oid""";

    /** But for those that the server names by itself, one for each partition that is referred to. */
    private static final String STATE = TOUCHED + """
            SELECT concat_ws(' ', k.conrelid::regclass, quote_ident(k.conname), pg_get_constraintdef(k.oid),
                obj_description(k.oid, 'pg_constraint'))
            FROM touched t JOIN pg_constraint k ON k.oid = t.oid LEFT JOIN pg_constraint p ON p.oid = k.conparentid
            WHERE k.conparentid = 0 OR p.conrelid <> k.conrelid AND p.confrelid = k.confrelid ORDER BY 1""";

    /** Since version 18 a key may be valid for a partition already that is not yet valid for the whole table. */
    private static final String VALIDATE = TOUCHED + """
            SELECT format('ALTER TABLE %%s VALIDATE CONSTRAINT %%I', k.conrelid::regclass, k.conname)
            FROM touched t JOIN pg_constraint k ON k.oid = t.oid JOIN pg_constraint p ON p.oid = k.conparentid
            WHERE p.conrelid <> k.conrelid AND p.confrelid = k.confrelid AND k.convalidated = %2$s""";

    private static final String OTHERS = "SELECT c.oid::regclass FROM pg_class c WHERE c.oid = ANY (%s)"
            + " AND NOT pg_has_role(c.relowner, 'USAGE')";

    private static final String OFF = TOUCHED + """
            SELECT DISTINCT quote_ident(k.conname) || ' of ' || k.conrelid::regclass
            FROM touched t JOIN pg_constraint k ON k.oid = t.oid JOIN pg_trigger g ON g.tgconstraint = k.oid
            WHERE g.tgenabled <> 'O' ORDER BY 1""";

    private final Session session;
    private final String oids;
    private final List<Key> keys;
    private List<String> valid = List.of();

    /** @param whole false for the part of a partition, which comes and goes with the whole */
    private record Key(String name, String definition, String comment, Relation from, Relation to, boolean whole) {
        String on() {
            return "ALTER TABLE " + from.alone();
        }
    }

    ForeignKeys(Session session, List<PartTable> tables) {
        this.session = session;
        this.oids = PartTables.oids(tables);
        this.keys = session.list(
                KEYS.formatted(oids),
                row -> new Key(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        new Relation(
                                new TableName(row.getString(4), row.getString(5)), row.getLong(6), row.getString(7)),
                        new Relation(
                                new TableName(row.getString(8), row.getString(9)), row.getLong(10), row.getString(11)),
                        row.getBoolean(12)));
    }

    private Stream<Key> whole() {
        return keys.stream().filter(Key::whole);
    }

    /** The tables at their ends. */
    List<Relation> relations() {
        var relations = new ArrayList<Relation>();
        whole().forEach(key -> relations.addAll(List.of(key.from(), key.to())));
        return relations;
    }

    List<PartsOutlook.Link> links() {
        return whole().map(key -> new PartsOutlook.Link(
                        key.name(),
                        key.from().name().toString(),
                        key.to().name().toString()))
                .toList();
    }

    /** Only a superuser could switch them off again. */
    Optional<Reason> switchedOff() {
        return listed(ReasonCode.WHY_KEYS_OFF, session.strings(OFF.formatted(oids)));
    }

    /** Taking a key off takes the rights of an owner on both of its tables. */
    Optional<Reason> ofOthers() {
        String ends = PartTables.literal(relations().stream().map(Relation::oid));
        return listed(ReasonCode.WHY_KEYS_OF_OTHERS, session.strings(OTHERS.formatted(ends)));
    }

    private static Optional<Reason> listed(ReasonCode why, List<String> found) {
        return found.isEmpty() ? Optional.empty() : Optional.of(Reason.of(why, String.join(", ", found)));
    }

    /** How all of them are, to be held against what they are afterwards. */
    List<String> state() {
        return session.strings(STATE.formatted(oids));
    }

    void takeOff() {
        valid = session.strings(VALIDATE.formatted(oids, true));
        whole().forEach(key -> session.execute(key.on() + " DROP CONSTRAINT " + TableName.quote(key.name())));
    }

    /** @throws Fault with the server's exception for its cause when rows break one */
    void makeAgain() {
        for (var key : keys) {
            String name = TableName.quote(key.name());
            session.execute(key.on() + " ADD CONSTRAINT " + name + " " + key.definition());
            if (key.comment() != null) {
                session.execute("COMMENT ON CONSTRAINT " + name + " ON "
                        + key.from().name().sql() + " IS " + TableName.literal(key.comment()));
            }
        }
        session.strings(VALIDATE.formatted(oids, false)).stream()
                .filter(valid::contains)
                .forEach(session::execute);
    }
}
