package org.safeward.engine.postgresql.json;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Census;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.content.TableShape;
import org.safeward.engine.postgresql.sql.SequenceValue;

/** Counts what a JSON backup holds. */
public final class JsonCensus implements JsonReading.Visitor {
    private final List<TableShape> shapes = new ArrayList<>();
    private final List<Manifest.Table> tables = new ArrayList<>();
    private final List<SequenceValue> sequences = new ArrayList<>();
    private long rows;

    public static JsonCensus of(InputStream content, Work work) throws IOException {
        var census = new JsonCensus();
        new JsonReading(census, work).read(content);
        return census;
    }

    public Census census() {
        return new Census(Census.Writer.SAFEWARD, tables);
    }

    List<TableShape> shapes() {
        return shapes;
    }

    List<SequenceValue> sequences() {
        return sequences;
    }

    @Override
    public void table(TableShape table) {
        shapes.add(table);
        rows = 0;
    }

    @Override
    public void row(List<String> values) {
        rows++;
    }

    @Override
    public void tableEnd() {
        tables.add(new Manifest.Table(shapes.get(shapes.size() - 1).name().toString(), rows));
    }

    @Override
    public void sequence(SequenceValue value) {
        sequences.add(value);
    }
}
