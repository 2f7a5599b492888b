package org.safeward.engine.postgresql.parts;

import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.PartsImpossible;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.fault.Fault;
import org.safeward.fault.ReasonCode;

/**
 * Triggers and rules of tables, which rest while rows are exchanged, and of which each has the state afterwards that it had before. By ALTER
 * TABLE, which owners may; {@code session_replication_role} takes a superuser and leaves out those that are always enabled.
 */
final class Silence {

    /** Those of a partitioned table first: what is said of them is said of their partitions' as well. */
    private static final String TRIGGERS = """
            SELECT 'trigger ' || quote_ident(g.tgname) || ' of ' || g.tgrelid::regclass, g.tgenabled,
                'ALTER TABLE ' || CASE c.relkind WHEN 'p' THEN '' ELSE 'ONLY ' END || g.tgrelid::regclass,
                'TRIGGER ' || quote_ident(g.tgname), g.tgisinternal
            FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid LEFT JOIN pg_constraint k ON k.oid = g.tgconstraint
            WHERE g.tgrelid = ANY (%1$s) AND (NOT g.tgisinternal OR g.tgparentid <> 0)
              AND coalesce(k.contype, 't') = 't' ORDER BY c.relkind = 'r', g.tgrelid, g.tgname""";

    private static final String RULES = """
            SELECT 'rule ' || quote_ident(r.rulename) || ' of ' || r.ev_class::regclass, r.ev_enabled,
                'ALTER TABLE ' || r.ev_class::regclass, 'RULE ' || quote_ident(r.rulename), false
            FROM pg_rewrite r WHERE r.ev_class = ANY (%1$s) AND r.ev_type <> '1' ORDER BY r.ev_class, r.rulename""";

    private static final String OFF = "D";

    private final Session session;
    private final String oids;
    private final List<Acting> acting;

    /**
     * @param state {@code O} enabled, {@code R} in a replica, {@code A} always, {@code D} not
     * @param internal made by the server for a partition (before version 15), where nothing can be said of it alone
     */
    private record Acting(String name, String state, String alter, String object, boolean internal) {
        String off() {
            return alter + " DISABLE " + object;
        }

        String asBefore() {
            return switch (state) {
                case "R" -> alter + " ENABLE REPLICA " + object;
                case "A" -> alter + " ENABLE ALWAYS " + object;
                case OFF -> off();
                default -> alter + " ENABLE " + object;
            };
        }

        boolean isOff() {
            return state.equals(OFF);
        }
    }

    Silence(Session session, List<PartTable> tables) {
        this.session = session;
        this.oids = PartTables.oids(tables);
        this.acting = acting();
    }

    private List<Acting> acting() {
        var found = new ArrayList<Acting>();
        for (String sql : List.of(TRIGGERS, RULES)) {
            found.addAll(session.list(
                    sql.formatted(oids),
                    row -> new Acting(
                            row.getString(1),
                            row.getString(2),
                            row.getString(3),
                            row.getString(4),
                            row.getBoolean(5))));
        }
        return found;
    }

    /** Those that would run, in words. */
    List<String> names() {
        return acting.stream()
                .filter(each -> !each.isOff() && !each.internal())
                .map(Acting::name)
                .toList();
    }

    /** @throws Fault PARTS_IMPOSSIBLE when one cannot be had to rest */
    void begin() {
        acting.stream().filter(each -> !each.isOff() && !each.internal()).forEach(each -> session.execute(each.off()));
        var loud = acting().stream()
                .filter(each -> !each.isOff())
                .map(Acting::name)
                .toList();
        if (!loud.isEmpty()) {
            throw PartsImpossible.of(ReasonCode.WHY_NOT_SWITCHED_OFF, String.join(", ", loud));
        }
    }

    /** @throws Fault PARTS_IMPOSSIBLE when they are not as they were */
    void end() {
        acting.stream().filter(each -> !each.internal()).forEach(each -> session.execute(each.asBefore()));
        if (!acting().equals(acting)) {
            throw PartsImpossible.of(ReasonCode.WHY_STATES_NOT_AGAIN);
        }
    }
}
