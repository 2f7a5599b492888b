package org.safeward.bench;

import java.io.IOException;
import org.safeward.bench.score.Sample;
import org.safeward.bench.score.Score;

/** Backups and restores of one kind of database, ours and the peer's. */
final class DatabaseRace {
    private final Workbench bench;
    private final String kind;
    private final Peer peer;
    /** The one that was made last. */
    private Api.Backup backup;

    /** @param kind begins the names of the protected databases, {@code sqlite_whole} */
    DatabaseRace(Workbench bench, String kind, Peer peer) {
        this.bench = bench;
        this.kind = kind;
        this.peer = peer;
    }

    record Result(Score.Pair backup, Score.Pair restore) {}

    /** Against the peer. */
    Result byTurns(String name) throws IOException, InterruptedException {
        Score.Pair backups = Rounds.byTurns(
                kind + " backup, " + name,
                Rounds.MANY,
                () -> ourBackup(name),
                () -> Sample.of(() -> peer.backup(name)));
        peer.ready(backup);
        Score.Pair restores =
                Rounds.byTurns(kind + " restore, " + name, Rounds.MANY, () -> ourRestore(name), this::theirRestore);
        return new Result(backups, restores);
    }

    /** Ours only: a backup, its restore, and again. */
    Result alone(String name, int rounds) throws IOException, InterruptedException {
        Score.Pair both = Rounds.byTurns(kind + ", " + name, rounds, () -> ourBackup(name), () -> ourRestore(name));
        return new Result(new Score.Pair(both.ours(), null), new Score.Pair(both.theirs(), null));
    }

    private Sample ourBackup(String name) throws IOException, InterruptedException {
        return bench.server().watch(() -> {
            backup = bench.server().api().backup(kind + "_" + name);
            return backup.bytes();
        });
    }

    private Sample ourRestore(String name) throws IOException, InterruptedException {
        return bench.server().watch(() -> {
            bench.server().api().restore(kind + "_" + name, backup);
            return 0;
        });
    }

    private Sample theirRestore() throws IOException, InterruptedException {
        peer.clear();
        return Sample.of(() -> {
            peer.restore();
            return 0;
        });
    }
}
