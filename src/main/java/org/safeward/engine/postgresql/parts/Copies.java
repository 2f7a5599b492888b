package org.safeward.engine.postgresql.parts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.parts.PartTable.Column;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Tables of the backup as new tables beside the live ones, inside the caller's transaction: with their columns, types and primary key, and
 * nothing that acts or that others share. No defaults (a live sequence would be drawn from), no foreign keys, triggers, rules,
 * policies; stored generated columns are ordinary ones with the values that they had (virtual ones have none: they are what they were, since the
 * server lets them use nothing but its own functions); a partitioned table is one table. They belong to our role, and
 * nobody else has rights to them.
 */
final class Copies implements Exchange {
    private static final int LONGEST_NAME = 63;

    /** A table's row type has its name too. */
    private static final String TAKEN = """
            SELECT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relname = ?)
              OR EXISTS (SELECT FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE n.nspname = ? AND t.typname = ?)""";

    private static final String PRIMARY_KEY =
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %d AND contype = 'p'";

    /** What default privileges give of a new table. */
    private static final String GIVEN = """
            SELECT DISTINCT format('REVOKE ALL ON TABLE %s FROM %s', c.oid::regclass,
                CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
            FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a
            WHERE c.oid = ?::regclass AND a.grantee <> c.relowner""";

    private static final String HAS_POLICIES =
            "SELECT EXISTS (SELECT FROM pg_class WHERE oid = ANY (%s) AND relrowsecurity)";

    /** A column that is inherited cannot be altered alone. */
    private static final String LINKS = """
            SELECT CASE p.relkind WHEN 'p' THEN format('ALTER TABLE %%s DETACH PARTITION %%s', p.oid::regclass, i.inhrelid::regclass)
                ELSE format('ALTER TABLE %%s NO INHERIT %%s', i.inhrelid::regclass, p.oid::regclass) END
            FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent WHERE i.inhrelid = %1$d OR i.inhparent = %1$d""";

    private final Session staged;
    private final Session live;
    private final List<PartTable> tables;
    private final String ending;
    private final RowStream stream;

    Copies(Session staged, Session live, List<PartTable> tables, String ending, Work work) {
        this.staged = staged;
        this.live = live;
        this.tables = tables;
        this.ending = ending;
        this.stream = new RowStream(work);
    }

    /** @throws Fault PARTS_TAKEN, PARTS_INVALID, PARTS_DIFFER */
    @Override
    public void check() {
        var likeness = new Likeness(staged, live);
        for (var table : tables) {
            requireFree(live, copy(table.name(), ending));
            likeness.requireSchema(table);
            likeness.requireTypes(table);
            likeness.requireCollations(table);
        }
    }

    /** @throws Fault PARTS_INVALID when it would be too long */
    static TableName copy(TableName table, String ending) {
        String name = table.name() + ending;
        if (name.getBytes(UTF_8).length > LONGEST_NAME) {
            throw new Fault(ErrorCode.PARTS_INVALID, name + " is longer than " + LONGEST_NAME + " bytes");
        }
        return new TableName(table.schema(), name);
    }

    /** @throws Fault PARTS_TAKEN */
    static void requireFree(Session live, TableName copy) {
        if (live.is(TAKEN, copy.schema(), copy.name(), copy.schema(), copy.name())) {
            throw new Fault(ErrorCode.PARTS_TAKEN, copy);
        }
    }

    @Override
    public void run() {
        check();
        for (var table : tables) {
            make(table, copy(table.name(), ending));
        }
    }

    private void make(PartTable table, TableName copy) {
        live.execute("CREATE TABLE " + copy.sql() + " ("
                + table.columns().stream().map(Copies::column).collect(Collectors.joining(", ")) + ")");
        keepFromOthers(table, copy);
        keepGenerated(table);
        var sent = new RowStream.Seen();
        for (var relation : table.stored()) {
            String source = relation.name().sql() + table.storedColumns();
            stream.copy(staged, source, live, copy.sql() + table.storedColumns(), sent);
        }
        for (String key : staged.strings(PRIMARY_KEY.formatted(table.oid()))) {
            live.execute("ALTER TABLE " + copy.sql() + " ADD " + key);
        }
        stream.requireSame(live, List.of(copy.sql() + table.storedColumns()), sent, copy);
    }

    /** A new table may be open to all by default, and the one that it is a copy of to nobody, or row by row. */
    private void keepFromOthers(PartTable table, TableName copy) {
        live.strings(GIVEN, copy.sql()).forEach(live::execute);
        if (staged.is(HAS_POLICIES.formatted(PartTables.oids(List.of(table))))) {
            live.execute("ALTER TABLE " + copy.sql() + " ENABLE ROW LEVEL SECURITY");
        }
    }

    /**
     * COPY leaves generated columns out, and a query over a table of the user's could run functions of his with our rights. Nobody needs the
     * staged table after this: its stored columns become ordinary ones, which keep their values.
     */
    private void keepGenerated(PartTable table) {
        var generated = table.columns().stream()
                .filter(column -> column.isGenerated() && !column.isVirtual())
                .map(column -> " ALTER COLUMN " + TableName.quote(column.name()) + " DROP EXPRESSION")
                .collect(Collectors.joining(","));
        if (generated.isEmpty()) {
            return;
        }
        new ForeignKeys(staged, List.of(table)).takeOff();
        for (var relation : table.stored()) {
            staged.strings(LINKS.formatted(relation.oid())).forEach(staged::execute);
            staged.execute("ALTER TABLE " + relation.name().sql() + generated);
        }
    }

    private static String column(Column column) {
        return TableName.quote(column.name()) + " " + column.type()
                + (column.collation().isEmpty() ? "" : " COLLATE " + column.collation())
                + (column.isVirtual() ? " " + column.generation() : "")
                + (column.required() ? " NOT NULL" : "");
    }

    @Override
    public List<TableName> written() {
        return tables.stream().map(table -> copy(table.name(), ending)).toList();
    }
}
