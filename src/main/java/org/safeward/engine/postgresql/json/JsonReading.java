package org.safeward.engine.postgresql.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.content.TableShape;
import org.safeward.engine.postgresql.sql.SequenceValue;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Reads what {@link JsonDump} wrote, row by row. */
final class JsonReading {

    /** Takes what is read, in the file's order. */
    interface Visitor {
        /** A table begins. */
        void table(TableShape table) throws IOException;

        /** A row of the table that began last. */
        void row(List<String> values) throws IOException;

        /** The table that began last has ended. */
        void tableEnd() throws IOException;

        void sequence(SequenceValue value);
    }

    private final Visitor visitor;
    private final Work work;

    JsonReading(Visitor visitor, Work work) {
        this.visitor = visitor;
        this.work = work;
    }

    /** @throws Fault BACKUP_TRUNCATED, BACKUP_DAMAGED, WRONG_ENGINE */
    void read(InputStream content) throws IOException {
        var json = new JsonReader(new InputStreamReader(content, UTF_8));
        try {
            json.beginObject();
            expect(json, JsonDump.VERSION);
            json.nextInt();
            expect(json, "engine");
            String engine = json.nextString();
            if (!engine.equals(PostgresAddress.KIND)) {
                throw new Fault(ErrorCode.WRONG_ENGINE, engine, "PostgreSQL");
            }
            expect(json, "engine_version");
            json.nextString();
            expect(json, "generated_at");
            json.nextString();
            expect(json, "tables");
            tables(json);
            expect(json, "sequences");
            sequences(json);
        } catch (EOFException e) {
            throw new Fault(e, ErrorCode.BACKUP_TRUNCATED, "the JSON has no end");
        } catch (MalformedJsonException | IllegalStateException | NumberFormatException e) {
            throw new Fault(e, ErrorCode.BACKUP_DAMAGED, "JSON at " + json.getPath());
        }
        // Whoever reads a backup file to its end gets its checksums checked.
        content.transferTo(OutputStream.nullOutputStream());
    }

    private void tables(JsonReader json) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            json.beginObject();
            var table = shape(json);
            visitor.table(table);
            expect(json, "rows");
            json.beginArray();
            while (json.hasNext()) {
                visitor.row(strings(json));
                work.checkpoint();
            }
            json.endArray();
            json.endObject();
            visitor.tableEnd();
        }
        json.endArray();
    }

    private static TableShape shape(JsonReader json) throws IOException {
        var name = name(json);
        expect(json, "columns");
        var columns = new ArrayList<TableShape.Column>();
        json.beginArray();
        while (json.hasNext()) {
            json.beginObject();
            expect(json, "name");
            String column = json.nextString();
            expect(json, "type");
            columns.add(new TableShape.Column(column, json.nextString()));
            json.endObject();
        }
        json.endArray();
        expect(json, "constraints");
        return new TableShape(name, columns, strings(json));
    }

    private void sequences(JsonReader json) throws IOException {
        json.beginArray();
        while (json.hasNext()) {
            json.beginObject();
            var name = name(json);
            expect(json, "last");
            long last = json.nextLong();
            expect(json, "called");
            visitor.sequence(new SequenceValue(name, last, json.nextBoolean()));
            json.endObject();
        }
        json.endArray();
    }

    private static TableName name(JsonReader json) throws IOException {
        expect(json, "schema");
        String schema = json.nextString();
        expect(json, "name");
        return new TableName(schema, json.nextString());
    }

    private static List<String> strings(JsonReader json) throws IOException {
        var values = new ArrayList<String>();
        json.beginArray();
        while (json.hasNext()) {
            if (json.peek() == JsonToken.NULL) {
                json.nextNull();
                values.add(null);
            } else {
                values.add(json.nextString());
            }
        }
        json.endArray();
        return values;
    }

    private static void expect(JsonReader json, String name) throws IOException {
        if (!json.nextName().equals(name)) {
            throw new MalformedJsonException("no " + name);
        }
    }
}
