package org.safeward.engine.sqlite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Soundness;
import org.safeward.engine.sqlite.dump.DumpTest;
import org.safeward.engine.sqlite.script.TextLiterals;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What modules say about their virtual tables does not stand in the way of a restore, when they said it of the database too. */
class VirtualTableCheckTest {
    private static final String NOTE = "CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT);"
            + "INSERT INTO note VALUES(1,'red apple'),(2,'green pear');";

    @TempDir
    Path directory;

    Path live;

    @BeforeEach
    void name() {
        live = directory.resolve("live.db");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fts4(body)|fts4(body, tokenize=appicu de_DE)",
                "fts3(body)|fts3(body, tokenize=mm)",
                "fts5(body)|fts5(body, tokenize='app_words')",
                "fts5(body, content='note', content_rowid='id')|fts5(body, content='note', content_rowid='id', tokenize='x')",
                "fts4(body)|spellfix1(body)",
                "rtree(id, a, b)|geopoly_of_ours(a, b)"
            })
    void aTableThatOnlyTheApplicationCanOpenComesBack(String texts) throws Exception {
        String[] text = texts.split("\\|");
        sql(NOTE, "CREATE VIRTUAL TABLE n USING " + text[0] + ";");
        if (!text[0].startsWith("rtree")) {
            sql("INSERT INTO n(rowid,body) SELECT id,body FROM note;");
            sql(
                    "CREATE TRIGGER note_ai AFTER INSERT ON note BEGIN INSERT INTO n(rowid,body) VALUES(new.id,new.body); END;");
        }
        sql("PRAGMA writable_schema=ON; UPDATE sqlite_master SET sql=replace(sql," + TextLiterals.literal(text[0]) + ","
                + TextLiterals.literal(text[1]) + ") WHERE name='n';");
        new RoundTrip(live).assertComesBack();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE VIRTUAL TABLE n USING fts5(t); INSERT INTO n SELECT body FROM note;"
                        + "UPDATE n_content SET c0='blue apple' WHERE id=1",
                "CREATE VIRTUAL TABLE n USING fts4(t); INSERT INTO n SELECT body FROM note; UPDATE n_content SET c0t='blue' WHERE docid=1",
                "CREATE VIRTUAL TABLE n USING rtree(id,a,b); INSERT INTO n VALUES(1,0,1),(2,2,3); INSERT INTO n_rowid VALUES(77,1)",
                "CREATE VIRTUAL TABLE n USING rtree(id,a,b); INSERT INTO n VALUES(1,0,1); INSERT INTO n_parent VALUES(9,9)",
                "CREATE VIRTUAL TABLE n USING fts5(t); INSERT INTO n SELECT body FROM note; DELETE FROM n_data WHERE id > 100"
            })
    void anIndexThatDoesNotFitComesBackAsItIsAndIsToldOf(String sql) throws Exception {
        sql(NOTE, sql + ";");
        RoundTrip trip = new RoundTrip(live).assertComesBack();
        assertEquals(List.of("VIRTUAL_TABLE_INCONSISTENT n"), trip.codes());
        assertTrue(trip.restoreWarnings.stream().anyMatch(w -> w.object().equals("n")), trip.restoreWarnings::toString);
    }

    @Test
    void aMessageThatTheBackupDidNotHearEndsTheRestoreWhateverTheLiveFileIsLike() throws Exception {
        sql(NOTE, "CREATE VIRTUAL TABLE n USING fts5(t); INSERT INTO n SELECT body FROM note;");
        sql("UPDATE n_content SET c0='blue apple' WHERE id=1;");
        try (Session session = Session.write(live, 0, Work.UNWATCHED)) {
            Soundness soundness = new Soundness(session, Optional.of(silent(2, session)), Work.UNWATCHED);
            assertEquals(
                    ErrorCode.RESTORE_CHECK_FAILED,
                    assertThrows(Fault.class, soundness::check).code());
        }
    }

    /** A manifest without warnings. */
    private static Manifest silent(int format, Session session) {
        String version = session.text("SELECT sqlite_version()");
        return new Manifest(
                format, "x", "sqlite", version, "default", Instant.EPOCH, 0, "", List.of(), Map.of(), List.of());
    }

    @Test
    void filesOfOthersAndFromBeforeThereWereWarningsBringItBackWithAWarning() throws Exception {
        sql(NOTE, "CREATE VIRTUAL TABLE n USING fts5(t); INSERT INTO n SELECT body FROM note;");
        sql("UPDATE n_content SET c0='blue apple' WHERE id=1;");
        List<String> before = Contents.of(live);
        StoppableWork work = new StoppableWork();
        try (Session session = Session.write(live, 0, work)) {
            new Soundness(session, Optional.of(silent(1, session)), work).check();
        }
        assertEquals("n", work.warnings.iterator().next().object());

        RoundTrip trip = new RoundTrip(live);
        Path dump = directory.resolve("dump.sql");
        Shell.dump(live, dump);
        Files.delete(live);
        trip.restore(new BackupScript(dump, Optional.empty(), true));
        DumpTest.assertSame(before, Contents.of(live));
        assertEquals("VIRTUAL_TABLE_INCONSISTENT", trip.restoreWarnings.get(0).code());
    }

    @Test
    void aMessageAboutABTreeEndsEveryRestore() throws Exception {
        // A script may point two tables at one root page.
        Path script = directory.resolve("twice.sql");
        Files.writeString(
                script,
                "CREATE TABLE a(x);CREATE VIRTUAL TABLE n USING fts5(t);INSERT INTO a VALUES(1);PRAGMA writable_schema=ON;"
                        + "INSERT INTO sqlite_master(type,name,tbl_name,rootpage,sql) SELECT 'table','b','b',rootpage,"
                        + "'CREATE TABLE b(x)' FROM sqlite_master WHERE name='a';PRAGMA writable_schema=RESET;");
        Fault fault = assertThrows(
                Fault.class, () -> new RoundTrip(live).restore(new BackupScript(script, Optional.empty(), true)));
        assertEquals(ErrorCode.RESTORE_CHECK_FAILED, fault.code());
    }

    private void sql(String... statements) throws Exception {
        assertEquals("", Shell.run(live, String.join("\n", statements)));
    }
}
