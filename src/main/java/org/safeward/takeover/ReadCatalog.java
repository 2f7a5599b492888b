package org.safeward.takeover;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Puts the rows of a catalog's backup into the catalog, up to the line that says that nothing follows. */
final class ReadCatalog {
    private final BufferedReader lines;
    private final CatalogWriting catalog;
    private final String name;
    private final Map<CatalogTable, Long> rows = new EnumMap<>(CatalogTable.class);

    private ReadCatalog(BufferedReader lines, CatalogWriting catalog, String name) {
        this.lines = lines;
        this.catalog = catalog;
        this.name = name;
    }

    /**
     * @param packed read to its end and left open
     * @param name of the file, for a fault
     * @return the number of rows of each table that has some
     * @throws Fault BACKUP_TOO_NEW; BACKUP_DAMAGED when it is not what {@link WriteCatalog} writes
     */
    static Map<CatalogTable, Long> into(CatalogWriting catalog, InputStream packed, String name)
            throws IOException, SQLException {
        try {
            InputStream plain = new GZIPInputStream(packed);
            BufferedReader lines = new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8));
            return new ReadCatalog(lines, catalog, name).read();
        } catch (JsonParseException
                | IllegalStateException
                | UnsupportedOperationException
                | IllegalArgumentException
                | NullPointerException
                | ZipException e) {
            // Other JSON than ours: nothing but the file can be the cause of these here.
            throw new Fault(e, ErrorCode.BACKUP_DAMAGED, name);
        }
    }

    private Map<CatalogTable, Long> read() throws IOException, SQLException {
        CatalogHead head = CatalogHead.of(line(), (int) catalog.number(WriteCatalog.SCHEMA));
        JsonObject line = line();
        while (line.has("table")) {
            insert(line, head);
            line = line();
        }
        long all = rows.values().stream().mapToLong(Long::longValue).sum();
        if (line.get("rows").getAsLong() != all || lines.readLine() != null) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, name);
        }
        return rows;
    }

    private void insert(JsonObject line, CatalogHead head) throws SQLException {
        String named = line.get("table").getAsString();
        CatalogTable table = CatalogTable.named(named).orElseThrow(() -> new IllegalArgumentException("a table"));
        JsonObject row = line.getAsJsonObject("row");
        if (table == CatalogTable.AUDIT) {
            // Below the entries of this installation, one of which is going on and keeps its id: the list goes by ids.
            row.addProperty("id", row.get("id").getAsLong() - head.lastAudit());
        }
        catalog.insert(table, row);
        rows.merge(table, 1L, Long::sum);
    }

    private JsonObject line() throws IOException {
        String text = lines.readLine();
        if (text == null) {
            throw new Fault(ErrorCode.BACKUP_DAMAGED, name);
        }
        return JsonParser.parseString(text).getAsJsonObject();
    }
}
