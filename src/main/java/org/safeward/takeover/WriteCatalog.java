package org.safeward.takeover;

import com.google.gson.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import org.safeward.settings.Product;
import org.safeward.settings.Settings;

/** Writes the catalog as lines of JSON: {@link CatalogHead}, one line a row, and a last one that says that nothing follows. */
final class WriteCatalog {
    static final String SCHEMA = "SELECT MAX(CAST(version AS INTEGER)) FROM flyway_schema_history WHERE success";

    private final CatalogReading catalog;
    private final Writer lines;
    private long rows;

    private WriteCatalog(CatalogReading catalog, OutputStream target) {
        this.catalog = catalog;
        this.lines = new BufferedWriter(new OutputStreamWriter(target, StandardCharsets.UTF_8));
    }

    /** Flushes the target and leaves it open. */
    static void to(OutputStream target, Settings settings, Instant moment) throws IOException, SQLException {
        try (CatalogReading catalog = new CatalogReading(settings)) {
            new WriteCatalog(catalog, target).write(moment);
        }
    }

    private void write(Instant moment) throws IOException, SQLException {
        int schema = (int) catalog.number(SCHEMA);
        long lastAudit = catalog.number("SELECT COALESCE(MAX(id), 0) FROM audit");
        line(new CatalogHead(schema, Product.NAME_AND_VERSION, moment, lastAudit).json());
        for (CatalogTable table : CatalogTable.values()) {
            writeRows(table);
        }
        JsonObject end = new JsonObject();
        end.addProperty("rows", rows);
        line(end);
        lines.flush();
    }

    private void writeRows(CatalogTable table) throws IOException, SQLException {
        try (Statement statement = catalog.statement();
                ResultSet row = statement.executeQuery(table.query())) {
            while (row.next()) {
                JsonObject json = new JsonObject();
                json.addProperty("table", table.table());
                json.add("row", row(row));
                line(json);
                rows++;
            }
        }
    }

    private static JsonObject row(ResultSet row) throws SQLException {
        JsonObject json = new JsonObject();
        ResultSetMetaData columns = row.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object value = row.getObject(i);
            String name = columns.getColumnName(i);
            if (value instanceof Number number) {
                json.addProperty(name, number);
            } else if (value instanceof Boolean flag) {
                json.addProperty(name, flag);
            } else if (value != null) {
                json.addProperty(name, value.toString());
            }
        }
        return json;
    }

    private void line(JsonObject json) throws IOException {
        lines.write(json.toString());
        lines.write('\n');
    }
}
