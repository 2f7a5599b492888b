package org.safeward.takeover;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.safeward.catalog.CatalogDataSource;
import org.safeward.settings.Settings;

/** One transaction on the catalog, on a connection of its own. What is not committed is rolled back. */
final class CatalogWriting implements AutoCloseable {
    private final Connection connection;
    private final boolean sqlite;
    private final Map<CatalogTable, Map<String, Integer>> types = new HashMap<>();
    private final Map<String, PreparedStatement> inserts = new HashMap<>();

    CatalogWriting(Settings settings) throws SQLException {
        sqlite = settings.catalog().isSqlite();
        connection = new CatalogDataSource(settings).getConnection();
        connection.setAutoCommit(false);
    }

    boolean isSqlite() {
        return sqlite;
    }

    int execute(String sql, Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.execute() ? 0 : statement.getUpdateCount();
        }
    }

    long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    /** The caller closes it. */
    Statement statement() throws SQLException {
        return connection.createStatement();
    }

    /**
     * A row that either kind of catalog has written.
     *
     * @throws IllegalArgumentException when it has a column that the table has not
     */
    void insert(CatalogTable table, JsonObject row) throws SQLException {
        Map<String, Integer> columns = columns(table);
        List<String> names = List.copyOf(row.keySet());
        if (!columns.keySet().containsAll(names)) {
            throw new IllegalArgumentException("an unknown column of " + table.table());
        }
        PreparedStatement insert = insert(table, names);
        for (int i = 0; i < names.size(); i++) {
            set(insert, i + 1, columns.get(names.get(i)), row.get(names.get(i)));
        }
        insert.executeUpdate();
    }

    private PreparedStatement insert(CatalogTable table, List<String> names) throws SQLException {
        String sql = "INSERT INTO " + table.table() + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", names.stream().map(name -> "?").toList()) + ") ON CONFLICT DO NOTHING";
        PreparedStatement known = inserts.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            inserts.put(sql, known);
        }
        return known;
    }

    private Map<String, Integer> columns(CatalogTable table) throws SQLException {
        Map<String, Integer> known = types.get(table);
        if (known == null) {
            known = new HashMap<>();
            try (Statement statement = connection.createStatement();
                    ResultSet none = statement.executeQuery("SELECT * FROM " + table.table() + " WHERE 1 = 0")) {
                ResultSetMetaData columns = none.getMetaData();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    known.put(columns.getColumnName(i), columns.getColumnType(i));
                }
            }
            types.put(table, known);
        }
        return known;
    }

    /** What is a truth value in PostgreSQL is 1 or 0 in SQLite. */
    private void set(PreparedStatement insert, int at, int type, JsonElement value) throws SQLException {
        JsonPrimitive primitive = value.getAsJsonPrimitive();
        boolean flag = !sqlite && (type == Types.BIT || type == Types.BOOLEAN);
        if (flag) {
            insert.setBoolean(at, primitive.isBoolean() ? primitive.getAsBoolean() : primitive.getAsLong() != 0);
        } else if (primitive.isBoolean()) {
            insert.setLong(at, primitive.getAsBoolean() ? 1 : 0);
        } else if (primitive.isNumber()) {
            insert.setLong(at, primitive.getAsLong());
        } else {
            insert.setString(at, primitive.getAsString());
        }
    }

    void commit() throws SQLException {
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.rollback();
        } finally {
            connection.close();
        }
    }
}
