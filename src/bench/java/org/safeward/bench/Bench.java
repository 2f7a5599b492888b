package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.safeward.bench.score.Machine;
import org.safeward.bench.score.Report;
import org.safeward.bench.score.Row;

/**
 * The program behind {@code bin/bench}. Arguments as {@link Arguments} reads them; the system property {@code project} is the project's folder.
 * Exit codes: 0, 1 when something failed, 2 for arguments that make no sense, 130 and 143 after signals.
 */
final class Bench {
    private Bench() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path project = Path.of(System.getProperty("project"));
        Arguments arguments = arguments(args);
        Workbench bench = new Workbench(project, arguments.size());
        // For whatever end there is: a failure, a signal, or the last line below.
        Runtime.getRuntime().addShutdownHook(new Thread(bench::close));
        try {
            tell(run(bench, arguments), project);
        } catch (IOException | RuntimeException e) {
            if (bench.closing()) {
                // What fails because of a signal is no news; the exit code is the signal's.
                return;
            }
            bench.lastWords().forEach(System.err::println);
            end(e, 1);
        }
        System.exit(0);
    }

    private static Arguments arguments(String[] args) {
        try {
            return Arguments.of(List.of(args));
        } catch (IllegalArgumentException e) {
            end(e, 2);
            throw e;
        }
    }

    private static Report run(Workbench bench, Arguments arguments) throws IOException, InterruptedException {
        List<Verb> verbs = arguments.verbs().stream().map(Verb::named).toList();
        bench.open();
        for (Verb verb : verbs) {
            verb.prepare(bench);
        }
        bench.startServer();
        List<Row> rows = new ArrayList<>();
        for (Verb verb : verbs) {
            rows.addAll(verb.measure(bench));
        }
        Machine machine = Machine.here(bench.files(), peers(bench, arguments));
        return new Report(
                Instant.now(), machine, bench.size().word(), Server.HEAP, Rounds.MANY, arguments.verbs(), rows);
    }

    private static List<String> peers(Workbench bench, Arguments arguments) throws IOException, InterruptedException {
        String sqlite = bench.commands().output("sqlite3", "--version");
        List<String> peers = new ArrayList<>();
        peers.add("SQLite " + sqlite.split(" ")[0]);
        peers.add(bench.commands().output("pg_dump", "--version"));
        if (arguments.verbs().contains("offsite")) {
            peers.add(bench.commands().output("aws", "--version").split(" ")[0]);
        }
        return peers;
    }

    private static void tell(Report report, Path project) throws IOException {
        System.out.println(report.text());
        Path json = Files.createDirectories(project.resolve("target")).resolve("bench.json");
        Files.writeString(json, report.json());
        System.out.println("the same as JSON: " + json);
    }

    private static void end(Exception fault, int code) {
        // Of others the message alone may say nothing.
        System.err.println("bin/bench: " + (fault instanceof BenchFault || code == 2 ? fault.getMessage() : fault));
        System.exit(code);
    }
}
