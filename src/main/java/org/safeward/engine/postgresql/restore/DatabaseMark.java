package org.safeward.engine.postgresql.restore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.sql.TableName;

/**
 * The mark by which we know that a database is ours: the first line of its comment, in front of its own, since a comment is what an
 * owner may write without further rights. It holds an HMAC (RFC 2104, SHA-256) over what the database is for, the place that its name
 * ends with, and its oid, under a key that only this Safeward has: nobody else can write one, and one that is copied to another database
 * does not hold there.
 *
 * <p>Earlier versions wrote the words alone. Such a mark is enough to put a database back, and not to remove it.
 */
final class DatabaseMark {

    /** What a database of ours is for. */
    enum Kind {
        STAGING("Built by a restore of Safeward."),
        REPLACED("Replaced by a restore of Safeward and kept for an undo.");

        private final String words;

        Kind(String words) {
            this.words = words;
        }
    }

    private static final String COMMENT =
            "SELECT pg_catalog.shobj_description(oid, 'pg_database') FROM pg_catalog.pg_database WHERE datname = ?";
    private static final String OID = "SELECT oid::pg_catalog.int8 FROM pg_catalog.pg_database WHERE datname = ?";

    private final Session maintenance;
    private final Supplier<byte[]> key;

    DatabaseMark(Session maintenance, Supplier<byte[]> key) {
        this.maintenance = maintenance;
        this.key = key;
    }

    void put(Kind kind, String place, String database) {
        String line = kind.words + " " + proof(kind, place, maintenance.number(OID, database));
        comment(database, own(database).map(own -> line + "\n" + own).orElse(line));
    }

    /** Gives the database its own comment back. */
    void remove(String database) {
        if (line(database).isPresent()) {
            comment(database, own(database).orElse(""));
        }
    }

    /** Whether we have marked this very database. */
    boolean proves(Kind kind, String place, String database) {
        String oid = maintenance.string(OID, database);
        if (oid == null) {
            return false;
        }
        String expected = kind.words + " " + proof(kind, place, Long.parseLong(oid));
        return line(database)
                .filter(line -> MessageDigest.isEqual(line.getBytes(UTF_8), expected.getBytes(UTF_8)))
                .isPresent();
    }

    /** Whether it has the mark of an earlier version. */
    boolean isOfEarlierVersion(String database) {
        return line(database).filter(Kind.REPLACED.words::equals).isPresent();
    }

    /** The first line of the comment, if it is a mark of ours or looks like one. */
    private Optional<String> line(String database) {
        return Optional.ofNullable(maintenance.string(COMMENT, database))
                .map(comment -> comment.lines().findFirst().orElse(""))
                .filter(line -> line.startsWith(Kind.STAGING.words) || line.startsWith(Kind.REPLACED.words));
    }

    private Optional<String> own(String database) {
        String comment = maintenance.string(COMMENT, database);
        if (comment == null || line(database).isEmpty()) {
            return Optional.ofNullable(comment);
        }
        int end = comment.indexOf('\n');
        return end < 0 ? Optional.empty() : Optional.of(comment.substring(end + 1));
    }

    /** An empty comment is none. */
    private void comment(String database, String text) {
        maintenance.execute("COMMENT ON DATABASE " + TableName.quote(database) + " IS " + TableName.literal(text));
    }

    private String proof(Kind kind, String place, long oid) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal((kind + "\n" + place + "\n" + oid).getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            // Every JDK has it (java.security.Security's list of what has to be there).
            throw new IllegalStateException(e);
        }
    }
}
