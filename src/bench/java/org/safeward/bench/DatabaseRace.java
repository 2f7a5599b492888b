package org.safeward.bench;

import java.io.IOException;
import java.time.Duration;
import org.safeward.bench.score.Sample;
import org.safeward.bench.score.Score;

/** Backups and restores of one kind of database, ours by one server, and the peer's. */
final class DatabaseRace {
    private final Server server;
    private final String kind;
    private final Peer peer;
    /** The one that was made last. */
    private Api.Backup backup;

    /** @param kind begins the names of the protected databases, {@code sqlite_whole} */
    DatabaseRace(Server server, String kind, Peer peer) {
        this.server = server;
        this.kind = kind;
        this.peer = peer;
    }

    record Result(Score.Pair backup, Score.Pair restore) {}

    /** Against the peer. */
    Result byTurns(String name) throws IOException, InterruptedException {
        Score.Pair backups = backup(name);
        peer.ready(backup);
        Score.Pair restores = Rounds.byTurns(
                kind + " restore, " + name, Rounds.MANY, () -> ourRestore(name, false), this::theirRestore);
        return new Result(backups, restores);
    }

    /** Against the peer, backups alone. */
    Score.Pair backup(String name) throws IOException, InterruptedException {
        return Rounds.byTurns(
                kind + " backup, " + name,
                Rounds.MANY,
                () -> ourBackup(name),
                () -> Sample.of(() -> peer.backup(name)));
    }

    /** Backups against a time that they may take: nobody else does for a small database what a job is. */
    Score.Pair backupWithin(Duration most, String name) throws IOException, InterruptedException {
        Score ours = Rounds.alone(kind + " backup, " + name, () -> ourBackup(name));
        return new Score.Pair(ours, Score.of(most.toMillis() / 1e3));
    }

    /** Ours only: a backup, its restore, and again. */
    Result alone(String name, int rounds) throws IOException, InterruptedException {
        Score.Pair both =
                Rounds.byTurns(kind + ", " + name, rounds, () -> ourBackup(name), () -> ourRestore(name, false));
        return new Result(new Score.Pair(both.ours(), null), new Score.Pair(both.theirs(), null));
    }

    /** Restores of the backup that was made last, with its safety backup; ours only. */
    Score safely(String name) throws IOException, InterruptedException {
        return Rounds.alone(kind + " restore with its safety backup, " + name, () -> ourRestore(name, true));
    }

    /** The same without one. */
    Score plainly(String name) throws IOException, InterruptedException {
        return Rounds.alone(kind + " restore, " + name, () -> ourRestore(name, false));
    }

    private Sample ourBackup(String name) throws IOException, InterruptedException {
        return server.watch(() -> {
            backup = server.api().backup(kind + "_" + name);
            return backup.bytes();
        });
    }

    private Sample ourRestore(String name, boolean safety) throws IOException, InterruptedException {
        return server.watch(() -> {
            server.api().restore(kind + "_" + name, backup, safety);
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
