package org.safeward.engine;

import java.util.List;
import org.safeward.archive.content.Manifest;

/** Tables by their rows alone, for comparing with where rows are only counted. */
public final class Counted {
    private Counted() {}

    public static List<Manifest.Table> of(List<Manifest.Table> tables) {
        return tables.stream().map(Manifest.Table::counted).toList();
    }
}
