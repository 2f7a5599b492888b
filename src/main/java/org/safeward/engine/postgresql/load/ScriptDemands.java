package org.safeward.engine.postgresql.load;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.PostgresSettings;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.script.ScriptCensus;
import org.safeward.engine.postgresql.script.ScriptTally;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.engine.postgresql.sql.SqlTokens;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * What a script asks of the server that it is restored on. The manifest of our own files says so; others are read to their end
 * for it, which also finds every statement that would be refused, before anything is made.
 *
 * @param read what was found by reading; empty when the manifest knew
 */
public record ScriptDemands(
        Set<String> roles,
        Set<String> owners,
        Set<String> extensions,
        Optional<PostgresVersion> source,
        Optional<ScriptTally> read) {

    public static ScriptDemands of(BackupScript script, Work work) throws IOException {
        if (script.manifest().isPresent() && !script.uploaded()) {
            var manifest = script.manifest().get();
            var details = manifest.details();
            return new ScriptDemands(
                    listed(details, "roles"),
                    listed(details, "owners"),
                    listed(details, "extensions"),
                    PostgresVersion.in(manifest.engineVersion()),
                    Optional.empty());
        }
        var census = read(script, work);
        var needs = census.tally().needs();
        return new ScriptDemands(
                needs.roles(),
                needs.owners(),
                needs.extensions(),
                census.header().source(),
                Optional.of(census.tally()));
    }

    /** @throws Fault UPLOAD_NOT_TRUSTED, SOURCE_NEWER, TARGET_LACKS, RIGHTS_LACKING */
    public void require(Session session, BackupScript script, PostgresSettings settings) {
        if (script.uploaded() && !settings.trustUploads()) {
            UploadTrust.require(session);
        }
        var server = session.version();
        if (!script.fromNewerServer() && source.isPresent() && source.get().major() > server.major()) {
            throw new Fault(ErrorCode.SOURCE_NEWER, source.get(), server);
        }
        new TargetCheck(session).require(roles, owners, extensions);
    }

    /** What the script holds, read now unless it was read already. */
    public ScriptTally tally(BackupScript script, Work work) throws IOException {
        return read.isPresent() ? read.get() : read(script, work).tally();
    }

    private static ScriptCensus read(BackupScript script, Work work) throws IOException {
        var census = new ScriptCensus(work);
        try (var file = script.open()) {
            census.take(file.sql());
        }
        return census;
    }

    private static Set<String> listed(Map<String, String> details, String key) {
        var names = new TreeSet<String>();
        var tokens = new SqlTokens(details.getOrDefault(key, ""));
        while (tokens.next()) {
            if (tokens.isIdentifier()) {
                names.add(tokens.text());
            }
        }
        return names;
    }
}
