package org.safeward.engine.postgresql.dump;

import java.util.LinkedHashMap;
import java.util.Map;
import org.safeward.engine.postgresql.connection.OwnSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.CarriedSettings;
import org.safeward.engine.postgresql.content.DatabaseShape;
import org.safeward.engine.postgresql.script.EarlyIndexes;
import org.safeward.engine.postgresql.script.ScriptCensus;
import org.safeward.engine.postgresql.script.ScriptNeeds;
import org.safeward.engine.postgresql.sql.ContentEncoding;

/** What the manifest of a dump says beside tables and rows: what a restore needs, what it runs, what the database is like; docs/backup-format.md. */
final class DumpDetails {
    private DumpDetails() {}

    /** @param session in the database that was dumped, at the moment of the dump */
    static Map<String, String> of(
            PgDumpProgram program, Session session, ContentEncoding encoding, ScriptCensus census) {
        var details = new LinkedHashMap<String, String>();
        details.put("format", "sql");
        details.put("pg_dump", program.version().text());
        details.put("sequences", String.valueOf(census.tally().sequences().size()));
        details.put("owners", ScriptNeeds.listed(census.tally().needs().owners()));
        details.put("roles", ScriptNeeds.listed(census.tally().needs().roles()));
        details.put("extensions", ScriptNeeds.listed(census.tally().needs().extensions()));
        if (!encoding.equals(ContentEncoding.UTF8)) {
            details.put(ContentEncoding.DETAIL, encoding.name());
        }
        details.put(EarlyIndexes.DETAIL, census.largeTables().indexes());
        details.putAll(census.tally().digests());
        details.put(LoadedFunctions.DETAIL, String.join("\n", LoadedFunctions.of(session)));
        details.put(OwnSettings.DETAIL, OwnSettings.of(session).json());
        details.put(
                CarriedSettings.DETAIL,
                new CarriedSettings(session).json(session.address().database()));
        details.putAll(DatabaseShape.of(session, session.address().database()).details());
        return details;
    }
}
