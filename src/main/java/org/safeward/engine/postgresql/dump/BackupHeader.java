package org.safeward.engine.postgresql.dump;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.script.ScriptHeader;

/** The three lines at the head of a backup file. */
final class BackupHeader {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    private BackupHeader() {}

    static void write(OutputStream sql, Instant moment) throws IOException {
        sql.write((ScriptHeader.SAFEWARD + "\n-- Generated at: " + TIME.format(moment) + "\n-- Database Engine: "
                        + PostgresAddress.KIND + "\n\n")
                .getBytes(UTF_8));
    }
}
