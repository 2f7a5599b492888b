package org.safeward.engine.postgresql.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.safeward.engine.postgresql.script.StatementLocks;

/**
 * Statements that wait for somebody to run them, and those under way. Any may begin that collides with none under way and none that
 * came before it ({@link StatementLocks#collides}): the outcome is that of one after the other. Used under one lock.
 */
final class PendingStatements {
    private final List<Item> waiting = new ArrayList<>();
    private final List<Item> underWay = new ArrayList<>();

    /** @param task run with the number of the worker that has taken it */
    record Item(StatementLocks footprint, IntConsumer task) {}

    void add(Item item) {
        waiting.add(item);
    }

    /** The first that may begin; it is under way from now on. Empty when none may. */
    Optional<Item> begin() {
        for (int i = 0; i < waiting.size(); i++) {
            if (mayBegin(i)) {
                var item = waiting.remove(i);
                underWay.add(item);
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    void ended(Item item) {
        underWay.remove(item);
    }

    int waiting() {
        return waiting.size();
    }

    boolean isEmpty() {
        return waiting.isEmpty() && underWay.isEmpty();
    }

    private boolean mayBegin(int index) {
        var footprint = waiting.get(index).footprint();
        return underWay.stream().noneMatch(item -> footprint.collides(item.footprint()))
                && waiting.subList(0, index).stream().noneMatch(item -> footprint.collides(item.footprint()));
    }
}
