package org.safeward.engine.postgresql.script;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.safeward.engine.Census.Writer;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What a script's comments say: who wrote it, from which server, and whether the writer came to its end. */
public final class ScriptHeader implements Consumer<String> {
    public static final String SAFEWARD = "-- Safeward Database Backup";
    private static final String PG_DUMP = "-- PostgreSQL database dump";
    private static final String COMPLETE = "-- PostgreSQL database dump complete";
    private static final String SOURCE = "-- Dumped from database version ";
    private static final String CLIENT = "-- Dumped by pg_dump version ";

    /** As pg_dump writes it before each object, its data and its statistics. */
    private static final Pattern ANNOUNCEMENT = Pattern.compile("-- ([A-Z][a-z]+ for )?Name: .*; Type: .*");

    private Writer writer = Writer.UNKNOWN;
    private boolean announced;
    private boolean complete;
    private Optional<PostgresVersion> source = Optional.empty();
    private Optional<PostgresVersion> client = Optional.empty();

    @Override
    public void accept(String comment) {
        String line = comment.strip();
        OtherFormats.refuse(line);
        announced = announced || ANNOUNCEMENT.matcher(line).matches();
        if (line.equals(SAFEWARD) && writer == Writer.UNKNOWN) {
            writer = Writer.SAFEWARD;
        } else if (line.equals(PG_DUMP) && writer == Writer.UNKNOWN) {
            writer = Writer.PG_DUMP;
        } else if (line.equals(COMPLETE)) {
            complete = true;
        } else if (line.startsWith(SOURCE) && source.isEmpty()) {
            source = PostgresVersion.in(line.substring(SOURCE.length()));
        } else if (line.startsWith(CLIENT) && client.isEmpty()) {
            client = PostgresVersion.in(line.substring(CLIENT.length()));
        }
    }

    /** @throws Fault BACKUP_TRUNCATED when a writer that signs its end has not done so */
    public void requireComplete() {
        if (writer != Writer.UNKNOWN && !complete) {
            throw new Fault(ErrorCode.BACKUP_TRUNCATED, "the line \"" + COMPLETE + "\" is missing");
        }
    }

    /** Whether an object was announced so far. */
    public boolean announced() {
        return announced;
    }

    public Writer writer() {
        return writer;
    }

    public Optional<PostgresVersion> source() {
        return source;
    }

    Optional<PostgresVersion> client() {
        return client;
    }
}
