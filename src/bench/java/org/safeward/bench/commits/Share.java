package org.safeward.bench.commits;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The share of the processors that the service file gives Safeward ({@code CPUWeight}), for a server that no service manager has started: a control group of the kernel, of
 * either version. Only root can make one, and only where the controller is not somebody else's. Closing gives the server back where it was.
 */
public final class Share implements AutoCloseable {
    /** As server-config/systemd/safeward.service has it; others have 100. */
    public static final int WEIGHT = 20;

    private static final Path GROUPS = Path.of("/sys/fs/cgroup");
    /** What version 1 counts for a weight of 100, as systemd translates it. */
    private static final int SHARES_OF_100 = 1024;

    private final Path group;
    private final Path before;
    private final long process;

    private Share(Path group, Path before, long process) {
        this.group = group;
        this.before = before;
        this.process = process;
    }

    /** Empty where no group can be made. */
    public static Optional<Share> of(long process) throws IOException {
        Path cpu = GROUPS.resolve("cpu");
        boolean old = Files.exists(cpu.resolve("cpu.shares"));
        Path parent = old ? cpu : GROUPS;
        Path group = parent.resolve("safeward-bench-" + process);
        Optional<Path> before = current(process, parent, old);
        if (before.isEmpty() || !Files.isWritable(parent)) {
            return Optional.empty();
        }
        try {
            Files.createDirectory(group);
        } catch (IOException e) {
            return Optional.empty();
        }
        Path weight = group.resolve(old ? "cpu.shares" : "cpu.weight");
        if (!Files.exists(weight)) {
            Files.delete(group);
            return Optional.empty();
        }
        Files.writeString(weight, String.valueOf(old ? WEIGHT * SHARES_OF_100 / 100 : WEIGHT));
        Files.writeString(group.resolve("cgroup.procs"), String.valueOf(process));
        return Optional.of(new Share(group, before.get(), process));
    }

    private static Optional<Path> current(long process, Path parent, boolean old) throws IOException {
        try (var lines = Files.lines(Path.of("/proc", String.valueOf(process), "cgroup"))) {
            return lines.map(line -> line.split(":", 3))
                    .filter(parts -> old ? parts[1].matches("(.*,)?cpu(,.*)?") : parts[1].isEmpty())
                    .map(parts -> parent.resolve("." + parts[2]).normalize())
                    .filter(Files::isDirectory)
                    .findFirst();
        }
    }

    @Override
    public void close() throws IOException {
        Files.writeString(before.resolve("cgroup.procs"), String.valueOf(process));
        Files.delete(group);
    }
}
