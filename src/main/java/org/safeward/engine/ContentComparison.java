package org.safeward.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.safeward.archive.content.Manifest;

/**
 * Two contents held against each other by their digests: of two backups, or of a backup and of what was restored from it.
 *
 * @param tables every table of either, by name
 * @param others what is no table: {@code schema}, {@code sequences}, ..., as far as both have a digest of it
 */
public record ContentComparison(List<Table> tables, Map<String, State> others) {
    /** What the details of a manifest have digests under, before the name of what they are of. */
    private static final String PREFIX = "digest_";

    /** How a part of the one stands to the same part of the other. */
    public enum State {
        SAME,
        /** As many rows, but not the same. */
        CHANGED,
        MORE_ROWS,
        FEWER_ROWS,
        MISSING,
        ADDED,
        /** As many rows, and of one of the two no digest. */
        ONLY_COUNTED
    }

    /**
     * One table.
     *
     * @param before its rows in the one; -1 when it is not there
     * @param after in the other
     */
    public record Table(String name, State state, long before, long after) {}

    public ContentComparison {
        tables = List.copyOf(tables);
        others = Map.copyOf(others);
    }

    public static ContentComparison of(
            List<Manifest.Table> before,
            Map<String, String> detailsBefore,
            List<Manifest.Table> after,
            Map<String, String> detailsAfter) {
        Map<String, Manifest.Table> left = byName(before);
        Map<String, Manifest.Table> right = byName(after);
        TreeSet<String> names = new TreeSet<>(left.keySet());
        names.addAll(right.keySet());
        List<Table> tables = new ArrayList<>();
        names.forEach(name -> tables.add(compared(name, left.get(name), right.get(name))));
        return new ContentComparison(tables, others(detailsBefore, detailsAfter));
    }

    /** What a backup says of itself against what was read out of the database that it was restored to. */
    public static ContentComparison of(Manifest backup, DumpFacts restored) {
        return of(backup.tables(), backup.details(), restored.tables(), restored.details());
    }

    /** Whether all of it was compared by digests and is the same. */
    public boolean isSame() {
        return differing().isEmpty() && others.values().stream().allMatch(State.SAME::equals);
    }

    /** The tables that are not known to be the same. */
    public List<Table> differing() {
        return tables.stream().filter(table -> table.state() != State.SAME).toList();
    }

    /** Those of them that are known to be others. */
    public List<Table> contradicting() {
        return differing().stream()
                .filter(table -> table.state() != State.ONLY_COUNTED)
                .toList();
    }

    private static Table compared(String name, Manifest.Table left, Manifest.Table right) {
        if (left == null) {
            return new Table(name, State.ADDED, -1, right.rows());
        }
        if (right == null) {
            return new Table(name, State.MISSING, left.rows(), -1);
        }
        return new Table(name, state(left, right), left.rows(), right.rows());
    }

    private static State state(Manifest.Table left, Manifest.Table right) {
        if (left.rows() != right.rows()) {
            return left.rows() < right.rows() ? State.MORE_ROWS : State.FEWER_ROWS;
        }
        if (left.digest() == null || right.digest() == null) {
            return State.ONLY_COUNTED;
        }
        return left.digest().equals(right.digest()) ? State.SAME : State.CHANGED;
    }

    private static Map<String, State> others(Map<String, String> before, Map<String, String> after) {
        Map<String, State> states = new TreeMap<>();
        before.forEach((name, digest) -> {
            if (name.startsWith(PREFIX) && after.containsKey(name)) {
                boolean same = Objects.equals(digest, after.get(name));
                states.put(name.substring(PREFIX.length()), same ? State.SAME : State.CHANGED);
            }
        });
        return states;
    }

    private static Map<String, Manifest.Table> byName(List<Manifest.Table> tables) {
        Map<String, Manifest.Table> byName = new LinkedHashMap<>();
        tables.forEach(table -> byName.put(table.name(), table));
        return byName;
    }
}
