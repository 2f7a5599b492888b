package org.safeward.engine.postgresql.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.postgresql.copy.CopyOut;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.connection.TextSettings;
import org.safeward.engine.postgresql.content.Inventory;
import org.safeward.engine.postgresql.content.TableShape;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * The data of every table as one JSON object in one snapshot, where no usable pg_dump is installed: better than nothing, no good
 * backup. Values are strings, exactly as COPY writes them, so that no type loses anything on its way. The object is left open:
 * the backup file's writer ends it with the manifest.
 */
public final class JsonDump {
    static final String VERSION = "safeward_json";

    private final Session session;
    private final Work work;
    private final List<Manifest.Table> tables = new ArrayList<>();
    private long rows;
    private ContentEncoding encoding;

    public JsonDump(Session session, Work work) {
        this.session = session;
        this.work = work;
    }

    public DumpFacts dump(OutputStream content) throws IOException {
        session.begin();
        session.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
        encoding = ContentEncoding.ofNames(session.encoding().ofServer());
        var own = OwnSettings.of(session);
        TextSettings.apply(session);
        var moment = Instant.ofEpochMilli(
                session.number("SELECT (extract(epoch FROM transaction_timestamp()) * 1000)::bigint"));
        var inventory = new Inventory(session);
        // Not closed: that would end the object, and the stream is the caller's.
        var json = new JsonWriter(new OutputStreamWriter(content, UTF_8));
        json.setHtmlSafe(false);
        json.beginObject();
        json.name(VERSION).value(1);
        json.name("engine").value(PostgresAddress.KIND);
        json.name("engine_version").value(session.version().text());
        json.name("generated_at").value(moment.toString());
        json.name("tables").beginArray();
        for (TableName table : inventory.tables()) {
            write(TableShape.of(session, table), json);
        }
        json.endArray();
        var sequences = inventory.sequenceValues();
        write(sequences, json);
        json.flush();
        var details = new LinkedHashMap<String, String>();
        details.put("format", "json");
        details.put("degraded", "true");
        details.put("sequences", String.valueOf(sequences.size()));
        if (encoding.isWithoutEncoding()) {
            details.put(ContentEncoding.DETAIL, encoding.name());
        }
        details.put(OwnSettings.DETAIL, own.json());
        var facts = new DumpFacts(session.version().text(), moment, tables, details);
        session.rollback();
        return facts;
    }

    private void write(TableShape table, JsonWriter json) throws IOException {
        json.beginObject();
        json.name("schema").value(table.name().schema());
        json.name("name").value(table.name().name());
        json.name("columns").beginArray();
        for (var column : table.columns()) {
            json.beginObject();
            json.name("name").value(column.name());
            json.name("type").value(column.type());
            json.endObject();
        }
        json.endArray();
        json.name("constraints").beginArray();
        for (String constraint : table.constraints()) {
            json.value(constraint);
        }
        json.endArray();
        json.name("rows").beginArray();
        long before = rows;
        copyOut(table, json);
        json.endArray();
        json.endObject();
        tables.add(new Manifest.Table(table.name().toString(), rows - before));
    }

    private void copyOut(TableShape table, JsonWriter json) throws IOException {
        try {
            CopyOut copy =
                    session.copy().copyOut(session.encoding().textOfCopy("COPY " + table.copyTarget() + " TO STDOUT"));
            try {
                for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
                    writeRow(CopyText.values(row, table.columns().size(), encoding.charset()), json);
                    work.checkpoint();
                    work.progress(++rows, 0);
                }
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        } catch (SQLException e) {
            throw session.fault(e);
        }
    }

    private static void writeRow(List<String> values, JsonWriter json) throws IOException {
        json.beginArray();
        for (String value : values) {
            json.value(value);
        }
        json.endArray();
    }

    private static void write(List<SequenceValue> sequences, JsonWriter json) throws IOException {
        json.name("sequences").beginArray();
        for (var value : sequences) {
            json.beginObject();
            json.name("schema").value(value.sequence().schema());
            json.name("name").value(value.sequence().name());
            json.name("last").value(String.valueOf(value.last()));
            json.name("called").value(value.called());
            json.endObject();
        }
        json.endArray();
    }
}
