package org.safeward.engine.sqlite;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.safeward.engine.BackupScript;
import org.safeward.engine.Destination;
import org.safeward.engine.Staging;
import org.safeward.engine.Work;

/** A process of its own that restores a script, all or some tables, to be killed: it says each step, and stays at the one that it is to stay at. */
final class RestoreProcess {
    private final String stay;

    private RestoreProcess(String stay) {
        this.stay = stay;
    }

    public static void main(String[] arguments) throws Exception {
        Path live = Path.of(arguments[0]);
        List<String> tables = List.of(arguments).subList(3, arguments.length);
        Destination destination =
                tables.isEmpty() ? new Destination.Live() : new Destination.Parts(tables, Optional.empty());
        new RestoreProcess(arguments[2]).restore(live, Path.of(arguments[1]), destination);
    }

    private void restore(Path live, Path script, Destination destination) throws Exception {
        SqliteEngine engine = new SqliteEngine(new SqliteDatabase("default", live, live.resolveSibling("restored")));
        BackupScript backup = new BackupScript(script, Optional.empty(), true);
        try (Staging staging = engine.stage(backup, "9_0123456789abcdef", destination, Work.UNWATCHED)) {
            reached("staged");
            staging.check(Work.UNWATCHED);
            reached("checked");
            System.out.println("swapping");
            staging.swap(() -> reached("fence"), Duration.ofSeconds(30), Work.UNWATCHED);
            reached("swapped");
        }
        Thread.sleep(60_000);
    }

    private void reached(String step) {
        System.out.println(step);
        if (step.equals(stay)) {
            try {
                Thread.sleep(60_000);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
