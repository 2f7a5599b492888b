package org.safeward.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.safeward.bench.score.Figure;

/** How much data there is. */
enum Size {
    WHOLE(1, 2000, 100_000, Duration.ofSeconds(12), 2000, 45),
    /** A tenth. */
    QUICK(0.1, 200, 10_000, Duration.ofSeconds(6), 200, 6),
    /** To see that a measurement works; its figures mean nothing. */
    TINY(0.01, 20, 1000, Duration.ofSeconds(3), 50, 1);

    private final double scale;
    private final int smallTables;
    private final int inserts;
    private final Duration applicationRuns;
    private final int offsiteMegabytes;
    private final int gigabytes;

    Size(double scale, int smallTables, int inserts, Duration applicationRuns, int offsiteMegabytes, int gigabytes) {
        this.scale = scale;
        this.smallTables = smallTables;
        this.inserts = inserts;
        this.applicationRuns = applicationRuns;
        this.offsiteMegabytes = offsiteMegabytes;
        this.gigabytes = gigabytes;
    }

    /** As an option names it, {@code --quick}; empty if it is no size. */
    static Optional<Size> option(String argument) {
        return Arrays.stream(values())
                .filter(size -> argument.equals("--" + size.word()))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    /** For so many tenths of a whole database: what {@code sqlite.sql} and {@code postgresql.sql} call units. */
    String units(int tenths) {
        return Figure.of(tenths * scale);
    }

    int smallTables() {
        return smallTables;
    }

    int inserts() {
        return inserts;
    }

    /** How long the application runs whose commits are measured, not counting its warming up. */
    Duration applicationRuns() {
        return applicationRuns;
    }

    /** Of the file that is copied to a bucket and back. */
    int offsiteMegabytes() {
        return offsiteMegabytes;
    }

    /** Of free disk that it takes, for all verbs. */
    int gigabytes() {
        return gigabytes;
    }
}
