package org.safeward.engine.sqlite.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.Census;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.WarningsApart;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.connection.UnlinkedImage;
import org.safeward.engine.sqlite.content.Facts;
import org.safeward.engine.sqlite.content.Schema;
import org.safeward.engine.sqlite.content.Soundness;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.fault.Warning;

/**
 * Writes a database as an image of its file: every page as SQLite gives it to its online backup, so that row ids, free pages, reserved bytes, the
 * kind of journal and what no statement could make again come back as they are.
 *
 * <p>Rows are counted and the schema is read in the live database, in the transaction that is copied. Then the copy is asked whether it is sound, as a restore
 * will ask it: what that finds damaged makes no backup, and what it only finds odd is a warning that the restore will know. A schema that cannot be made again here is
 * refused, as of a script: the image could be restored, but neither compared nor brought into a database of another page size.
 */
public final class Snapshot {
    private final Session session;
    private final Path scratch;
    private final Work work;

    /**
     * @param session in a read transaction
     * @param scratch for the copy; not there, and not there again afterwards
     */
    public Snapshot(Session session, Path scratch, Work work) {
        this.session = session;
        this.scratch = scratch;
        this.work = work;
    }

    public DumpFacts write(OutputStream image) throws IOException {
        Instant moment = Instant.now();
        Schema schema = Schema.of(session);
        new SchemaRehearsal(schema);
        List<Manifest.Table> tables = Facts.tables(session);
        String version = session.text("SELECT sqlite_version()");
        try {
            new OnlineCopy(session, scratch, work).make();
            session.execute("ROLLBACK");
            try (UnlinkedImage copy = UnlinkedImage.of(scratch, work)) {
                List<Warning> warnings = examined(copy.session(), schema);
                copy.giveTo(image, work);
                return new DumpFacts(version, moment, tables, details(schema), warnings);
            }
        } finally {
            Files.deleteIfExists(scratch);
        }
    }

    private List<Warning> examined(Session copy, Schema live) {
        if (!Schema.of(copy).digest().equals(live.digest())) {
            throw new Fault(ErrorCode.VERIFY_FAILED, "snapshot: schema");
        }
        WarningsApart found = new WarningsApart(work);
        try {
            new Soundness(copy, Optional.empty(), found).check();
        } catch (Fault e) {
            throw isDamage(e)
                    ? new Fault(e, ErrorCode.DATABASE_DAMAGED, session.file() + ": " + Messages.ENGLISH.message(e))
                    : e;
        }
        return found.warnings();
    }

    private static Map<String, String> details(Schema schema) {
        Map<String, String> details = new HashMap<>(schema.details());
        details.put(Manifest.CONTENT, Manifest.SNAPSHOT);
        return details;
    }

    /** Reads an image back to its end, and looks into it as a restore will. @param folder where it is unpacked, without a name */
    public static Census census(InputStream image, Path folder, Work work) throws IOException {
        try (UnlinkedImage received = UnlinkedImage.receive(image, folder, work)) {
            Session session = received.session();
            new Soundness(session, Optional.empty(), new WarningsApart(work)).check();
            session.beginReading();
            return new Census(Census.Writer.SAFEWARD, Facts.tables(session));
        } catch (Fault e) {
            throw isDamage(e) ? new Fault(e, ErrorCode.BACKUP_DAMAGED, Messages.ENGLISH.message(e)) : e;
        }
    }

    private static boolean isDamage(Fault e) {
        return e.code() == ErrorCode.DATABASE_DAMAGED || e.code() == ErrorCode.RESTORE_CHECK_FAILED;
    }
}
