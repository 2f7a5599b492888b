package org.safeward.engine.postgresql.dump;

import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.OurSettings;
import org.safeward.engine.postgresql.connection.PostgresAddress;
import org.safeward.engine.postgresql.sql.PostgresVersion;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A running pg_dump. Closing it, or a stop of the work, ends it with everything that it has started.
 *
 * <p>Address and user go by the environment, the password by a file: names with an equals sign would be taken for connection
 * strings on the command line, and a command line can be read by everybody on the machine.
 */
final class PgDumpProcess implements AutoCloseable {
    private static final int SECONDS_TO_END = 30;

    private final Optional<PassFile> passFile;
    private final Process process;
    private final PushbackInputStream output;
    private final BoundedTail said;
    private final Work work;
    private final Work.Interruption interruption;

    /**
     * @param secretDirectory as in {@code PostgresSettings}
     * @param display settings of the session, beside ours
     */
    PgDumpProcess(
            PgDumpProgram program,
            PostgresVersion server,
            PostgresAddress address,
            Optional<Path> secretDirectory,
            String encoding,
            Optional<String> snapshot,
            Map<String, String> display,
            Work work)
            throws IOException {
        this.work = work;
        // Without a password of ours, libpq looks for the pass file of the user who runs us.
        this.passFile = address.password().isEmpty()
                ? Optional.empty()
                : Optional.of(new PassFile(address.password(), secretDirectory));
        Process started = null;
        try {
            // The drops at its head let psql load the file over what is there; a lock that is not had fails the backup.
            var command = new ArrayList<>(List.of(
                    program.path().toString(),
                    "--format=plain",
                    "--encoding=" + encoding,
                    "--clean",
                    "--if-exists",
                    "--no-subscriptions",
                    "--no-password",
                    "--lock-wait-timeout=60s"));
            snapshot.ifPresent(lent -> command.add("--snapshot=" + lent));
            var builder = new ProcessBuilder(command);
            environment(builder.environment(), address, OurSettings.forPrograms(server, display));
            started = builder.start();
            started.getOutputStream().close();
        } finally {
            if (started == null) {
                closePassFile();
            }
        }
        this.process = started;
        this.output = new PushbackInputStream(process.getInputStream());
        this.said = new BoundedTail(process.getErrorStream());
        this.interruption = work.onStop(this::destroy);
    }

    InputStream output() {
        return output;
    }

    /**
     * Waits until it writes, or has ended without a word.
     *
     * @throws Fault SERVER_LIMIT when it was not let in for want of a connection
     */
    void requireConnected() throws IOException, InterruptedException {
        int first = output.read();
        if (first >= 0) {
            output.unread(first);
        } else if (process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)
                && said.text().contains("too many connections")) {
            throw new Fault(ErrorCode.SERVER_LIMIT, said.text());
        }
    }

    /** Waits for its end, which is near once its output has ended, and throws when it was no good one. */
    void requireSuccess() throws InterruptedException {
        boolean ended = process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS);
        work.checkpoint();
        if (!ended) {
            throw new Fault(ErrorCode.DUMP_FAILED, "it closed its output and did not end. " + said.text());
        }
        if (process.exitValue() != 0) {
            String text = said.text();
            if (text.contains("lock timeout")) {
                throw new Fault(ErrorCode.DATABASE_LOCKED, text);
            }
            throw new Fault(ErrorCode.DUMP_FAILED, "exit code " + process.exitValue() + ". " + text);
        }
    }

    @Override
    public void close() throws IOException {
        interruption.close();
        destroy();
        closePassFile();
    }

    private void closePassFile() throws IOException {
        if (passFile.isPresent()) {
            passFile.get().close();
        }
    }

    private void destroy() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private void environment(Map<String, String> environment, PostgresAddress address, String options) {
        String ownPassFile = environment.get("PGPASSFILE");
        environment.keySet().removeIf(name -> name.startsWith("PG"));
        environment.put("LC_ALL", "C");
        environment.put("PGHOST", address.host());
        environment.put("PGPORT", String.valueOf(address.port()));
        environment.put("PGDATABASE", address.database());
        environment.put("PGUSER", address.user());
        if (passFile.isPresent()) {
            environment.put("PGPASSFILE", passFile.get().path().toString());
        } else if (ownPassFile != null) {
            environment.put("PGPASSFILE", ownPassFile);
        }
        environment.put("PGAPPNAME", "safeward");
        environment.put("PGCONNECT_TIMEOUT", "10");
        environment.put("PGOPTIONS", options);
        for (String name : List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "channel_binding")) {
            String value = address.parameters().get(name);
            if (value != null) {
                environment.put("PG" + name.replace("_", "").toUpperCase(Locale.ROOT), value);
            }
        }
    }
}
