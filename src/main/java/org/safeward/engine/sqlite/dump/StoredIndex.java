package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Column;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.content.TableIndex;
import org.safeward.engine.sqlite.content.TableShape;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.engine.sqlite.script.Script;
import org.safeward.engine.sqlite.script.SqlNames;
import org.safeward.engine.sqlite.script.Tokens;

/**
 * Writes an index with the entries that it has, instead of having them computed: they become the rows of a table, whose index over
 * them has the same records, and is then given to the table where it belongs.
 */
final class StoredIndex {
    private static final String TABLE = "safeward entries";
    private static final String INDEX = "safeward index";

    private final SchemaObject object;
    private final TableIndex index;
    private final TableShape shape;
    private final String from;

    private StoredIndex(SchemaObject object, TableIndex index, String select, int keys) {
        this.object = object;
        this.index = index;
        List<Column> columns = IntStream.range(0, keys)
                .mapToObj(i -> Column.of("k" + i, "", false, false, 0))
                .toList();
        this.shape = new TableShape(TABLE, columns, false, Optional.of("rowid"), Optional.empty());
        // OFFSET keeps it a query of its own.
        this.from = " FROM (" + select + " LIMIT -1 OFFSET 0)";
    }

    /** Empty when its entries cannot be read: SQLite would compute them from the rows, or its table has no row ids. */
    static Optional<StoredIndex> of(SchemaObject object, TableIndex index, TableShape table, Session session) {
        Optional<String> rowid = table.alias().map(Column::identifier).or(table::rowid);
        if (rowid.isEmpty()) {
            return Optional.empty();
        }
        byte[] sql = RawText.bytes(object.sql());
        List<String> expressions = new ArrayList<>();
        String where = split(sql, expressions);
        String select = "SELECT " + rowid.get() + " AS rowid"
                + IntStream.range(0, expressions.size())
                        .mapToObj(i -> "," + expressions.get(i) + " AS k" + i)
                        .collect(Collectors.joining())
                + " FROM main." + SqlNames.identifier(index.table()) + " INDEXED BY "
                + SqlNames.identifier(index.name()) + where;
        return expressions.size() == index.keys().size() && IndexRead.isProven(select, index, session)
                ? Optional.of(new StoredIndex(object, index, select, expressions.size()))
                : Optional.empty();
    }

    /** @param expressions takes what is indexed, without its order @return the WHERE of a partial index, or nothing */
    private static String split(byte[] sql, List<String> expressions) {
        Tokens tokens = new Tokens(sql);
        int depth = 0;
        int begin = 0;
        int end = 0;
        while (tokens.next() != Tokens.Kind.END) {
            boolean closes = tokens.isSymbol(')') && depth == 1;
            if (closes || tokens.isSymbol(',') && depth == 1) {
                // A column may have the name of an order.
                int last = end > begin ? end : tokens.start();
                expressions.add(RawText.of(Arrays.copyOfRange(sql, begin, last)));
                begin = tokens.end();
            }
            depth += tokens.isSymbol('(') ? 1 : tokens.isSymbol(')') ? -1 : 0;
            if (closes) {
                return " " + RawText.of(Arrays.copyOfRange(sql, tokens.end(), sql.length)) + "\n";
            }
            if (tokens.isSymbol('(') && depth == 1) {
                begin = tokens.end();
            }
            boolean order = tokens.keyword().equals("ASC") || tokens.keyword().equals("DESC");
            if (depth != 1 || !order) {
                end = tokens.end();
            }
        }
        return "";
    }

    void write(Session session, String encoding, Script script) throws IOException {
        String table = SqlNames.identifier(TABLE);
        String columns = shape.columns().stream().map(Column::identifier).collect(Collectors.joining(",", "(", ")"));
        script.line("CREATE TABLE " + table + columns + ";");
        new TableRows(shape, from, session, encoding, script).write();
        String keys = IntStream.range(0, index.keys().size())
                .mapToObj(i -> "k" + i + index.keys().get(i).order())
                .collect(Collectors.joining(",", "(", ")"));
        script.line("CREATE INDEX " + SqlNames.identifier(INDEX) + " ON " + table + keys + ";");
        for (String statement : SchemaScript.adopt(object, INDEX)) {
            script.line(statement + ";");
        }
        script.line("DROP TABLE " + table + ";");
    }
}
