package org.safeward.engine;

import java.util.List;
import org.safeward.fault.Fault;

/**
 * What a restore of some tables meets in the live database, as far as that can be seen without the backup's schema.
 *
 * @param links foreign keys between these tables and others, which are checked against the rows that stay
 * @param silenced triggers and rules of these tables, in words, that do not run for the rows that come back
 * @param sequences that continue behind the greater of both values
 * @param obstacles why it would be refused, in the order of the tables; empty when nothing is known that speaks against it
 */
public record PartsOutlook(List<Link> links, List<String> silenced, List<String> sequences, List<Obstacle> obstacles) {

    /**
     * A foreign key.
     *
     * @param name of the constraint, empty where it has none
     * @param from the table that refers
     * @param to the table that is referred to
     */
    public record Link(String name, String from, String to) {}

    /** @param why PARTS_TAKEN, PARTS_DIFFER, PARTS_IMPOSSIBLE, with its arguments */
    public record Obstacle(String table, Fault why) {}

    public PartsOutlook {
        links = List.copyOf(links);
        silenced = List.copyOf(silenced);
        sequences = List.copyOf(sequences);
        obstacles = List.copyOf(obstacles);
    }
}
