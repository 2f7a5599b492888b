package org.safeward.bench.commits;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An application that commits one row every 10 ms, and says how long its commits took: the median and the 99th percentile in
 * milliseconds. What it did in its first two seconds does not count. Arguments: JDBC URL, seconds; user and password from the environment
 * (PGUSER, PGPASSWORD).
 */
public final class CommitLatency {
    private static final Duration WARM_UP = Duration.ofSeconds(2);
    private static final Duration BETWEEN_COMMITS = Duration.ofMillis(10);

    public static void main(String[] args) throws SQLException, InterruptedException {
        long begin = System.nanoTime() + WARM_UP.toNanos();
        long end = begin + Duration.ofSeconds(Long.parseLong(args[1])).toNanos();
        List<Long> took = new ArrayList<>();
        try (Connection connection = open(args[0]);
                PreparedStatement insert = connection.prepareStatement("INSERT INTO commits(note) VALUES (?)")) {
            for (long at = System.nanoTime(); at < end; at = System.nanoTime()) {
                insert.setString(1, "a row of the application at " + at);
                insert.executeUpdate();
                connection.commit();
                if (at >= begin) {
                    took.add(System.nanoTime() - at);
                }
                Thread.sleep(BETWEEN_COMMITS.toMillis());
            }
        }
        took.sort(null);
        System.out.printf("%.2f %.2f%n", percentile(took, 50), percentile(took, 99));
    }

    private static Connection open(String url) throws SQLException {
        Connection connection = url.startsWith("jdbc:sqlite:")
                ? DriverManager.getConnection(url)
                : DriverManager.getConnection(url, System.getenv("PGUSER"), System.getenv("PGPASSWORD"));
        if (url.startsWith("jdbc:sqlite:")) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 10000");
                // Each commit is on the disk when it returns, as PostgreSQL's are.
                statement.execute("PRAGMA synchronous = FULL");
            }
        }
        connection.setAutoCommit(false);
        return connection;
    }

    private static double percentile(List<Long> sorted, int percent) {
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
