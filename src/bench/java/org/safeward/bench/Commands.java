package org.safeward.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Other programs, and pipes of them. Whatever still runs at the end is ended. */
final class Commands {
    static final Path NOWHERE = Path.of("/dev/null");

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final Set<Process> running = new HashSet<>();
    private boolean ended;

    /** @param folder for what they say */
    Commands(Path folder) {
        this.folder = folder;
    }

    /** For all that are started from now on. */
    void set(String variable, String value) {
        environment.put(variable, value);
    }

    void run(String... command) throws IOException, InterruptedException {
        pipe(NOWHERE, NOWHERE, List.of(List.of(command)));
    }

    void write(Path output, String... command) throws IOException, InterruptedException {
        pipe(NOWHERE, output, List.of(List.of(command)));
    }

    void read(Path input, String... command) throws IOException, InterruptedException {
        pipe(input, NOWHERE, List.of(List.of(command)));
    }

    String output(String... command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "output", null);
        try {
            write(output, command);
            return Files.readString(output).strip();
        } finally {
            Files.delete(output);
        }
    }

    /** @throws BenchFault if one of them fails; it ends with what that one said */
    void pipe(Path input, Path output, List<List<String>> commands) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", null);
        try {
            List<ProcessBuilder> builders = commands.stream()
                    .map(command -> builder(command).redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile())))
                    .toList();
            builders.get(0).redirectInput(input.toFile());
            builders.get(builders.size() - 1).redirectOutput(output.toFile());
            List<Process> processes = start(builders);
            int failed = 0;
            for (Process process : processes) {
                failed = process.waitFor() == 0 ? failed : 1;
            }
            forget(processes);
            if (failed != 0) {
                throw new BenchFault("failed: "
                        + commands.stream()
                                .map(words -> String.join(" ", words))
                                .collect(Collectors.joining(" | "))
                        + "\n" + Files.readString(errors).strip());
            }
        } finally {
            Files.deleteIfExists(errors);
        }
    }

    ProcessBuilder builder(List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    synchronized List<Process> start(List<ProcessBuilder> builders) throws IOException {
        if (ended) {
            throw new BenchFault("interrupted");
        }
        List<Process> started = ProcessBuilder.startPipeline(builders);
        running.addAll(started);
        return new ArrayList<>(started);
    }

    private synchronized void forget(List<Process> processes) {
        running.removeAll(processes);
    }

    /** From now on nothing can be started. */
    synchronized void end() {
        ended = true;
        running.forEach(Process::destroy);
    }

    synchronized boolean busy() {
        return !running.isEmpty();
    }

    synchronized boolean ended() {
        return ended;
    }
}
