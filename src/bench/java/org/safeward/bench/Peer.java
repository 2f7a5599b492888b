package org.safeward.bench;

import java.io.IOException;
import org.safeward.bench.score.Work;

/** The commands that somebody would type instead, for one kind of database. */
interface Peer {
    /** As the table names it. */
    String backupCommand();

    String restoreCommand();

    /** Returns the size of its file in bytes. */
    long backup(String name) throws IOException, InterruptedException;

    /** Chooses what is restored from: the same script as ours. Untimed. */
    void ready(Api.Backup backup) throws IOException, InterruptedException;

    /** Removes what was restored before. Untimed. */
    void clear() throws IOException, InterruptedException;

    void restore() throws IOException, InterruptedException;

    /** Reads all of a database and writes nothing. */
    record Reading(String command, Work work) {}
}
