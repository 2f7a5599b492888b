package org.safeward.engine.sqlite.dump;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.BitSet;
import java.util.Collections;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.content.SchemaObject;
import org.safeward.engine.sqlite.script.RawText;
import org.safeward.fault.Fault;

/**
 * The schema of a database that passed its rehearsal last in this process, which has one SQLite: it is rehearsed again when it is another one.
 * What is kept is a digest, and which of its objects need their text corrected. Thread-safe.
 *
 * <p>Promises: a schema that differs in anything that a rehearsal sees is another one; one that has failed is never kept.
 */
public final class PassedSchema {
    /** @param corrected places in the order of writing */
    private record Passed(String key, BitSet corrected) {}

    private final Function<Schema, Set<SchemaObject>> rehearsal;
    private volatile Passed last = new Passed("", new BitSet());

    public PassedSchema() {
        this(schema -> new SchemaRehearsal(schema).corrected());
    }

    /** @param rehearsal gives the objects of a schema that passes whose text comes out otherwise */
    PassedSchema(Function<Schema, Set<SchemaObject>> rehearsal) {
        this.rehearsal = rehearsal;
    }

    /**
     * The objects whose text comes out otherwise, as {@link SchemaRehearsal} finds them or has found them.
     *
     * @throws Fault SCHEMA_NOT_RESTORABLE
     */
    Set<SchemaObject> corrected(Schema schema) {
        List<SchemaObject> objects = schema.inOrderOfWriting();
        String key = key(schema.encoding(), objects);
        Passed passed = last;
        if (!passed.key().equals(key)) {
            passed = new Passed(key, places(rehearsal.apply(schema), objects));
            last = passed;
        }
        // By identity: names differ in less than their objects do.
        Set<SchemaObject> corrected = Collections.newSetFromMap(new IdentityHashMap<>());
        passed.corrected().stream().mapToObj(objects::get).forEach(corrected::add);
        return corrected;
    }

    private static BitSet places(Set<SchemaObject> some, List<SchemaObject> objects) {
        BitSet places = new BitSet();
        for (int i = 0; i < objects.size(); i++) {
            places.set(i, some.contains(objects.get(i)));
        }
        return places;
    }

    /** Of all that a rehearsal sees, each part with its length, so that none can be taken for another. */
    private static String key(String encoding, List<SchemaObject> objects) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, encoding);
            for (SchemaObject object : objects) {
                add(digest, object.type());
                add(digest, object.name());
                add(digest, object.table());
                add(digest, String.valueOf(object.virtual()));
                add(digest, object.sql());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = RawText.bytes(part);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
