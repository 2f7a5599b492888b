package org.safeward.engine.sqlite.restore;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.safeward.archive.content.Manifest;
import org.safeward.engine.DatabaseFacts;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Session;
import org.safeward.engine.sqlite.content.Facts;
import org.safeward.engine.sqlite.content.Soundness;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Holds a staged database against what SQLite expects of any ({@link Soundness}), and against its manifest. */
final class StagingCheck {
    private static final int MOST_NAMED = 5;

    private final Session session;
    private final Optional<Manifest> manifest;
    private final Work work;

    StagingCheck(Session session, Optional<Manifest> manifest, Work work) {
        this.session = session;
        this.manifest = manifest;
        this.work = work;
    }

    DatabaseFacts run() {
        new Soundness(session, manifest, work).check();
        DatabaseFacts facts = Facts.of(session);
        manifest.ifPresent(expected -> compare(expected, facts));
        return facts;
    }

    private void compare(Manifest expected, DatabaseFacts facts) {
        List<String> differences = new ArrayList<>();
        Map<String, Long> wanted = rows(expected.tables());
        Map<String, Long> actual = rows(facts.tables());
        TreeSet<String> names = new TreeSet<>(wanted.keySet());
        names.addAll(actual.keySet());
        for (String name : names) {
            if (!wanted.getOrDefault(name, -1L).equals(actual.getOrDefault(name, -1L))) {
                differences.add(name + ": " + said(actual.get(name)) + " instead of " + said(wanted.get(name)));
            }
        }
        for (String setting : List.of("encoding", "user_version", "application_id")) {
            String wantedSetting = expected.details().get(setting);
            String actualSetting = session.text("PRAGMA " + setting);
            if (wantedSetting != null && !wantedSetting.equals(actualSetting)) {
                differences.add(setting + ": " + actualSetting + " instead of " + wantedSetting);
            }
        }
        if (!differences.isEmpty()) {
            throw new Fault(
                    ErrorCode.MANIFEST_MISMATCH,
                    String.join("; ", differences.subList(0, Math.min(MOST_NAMED, differences.size()))));
        }
    }

    private static Map<String, Long> rows(List<Manifest.Table> tables) {
        Map<String, Long> rows = new LinkedHashMap<>();
        tables.forEach(table -> rows.put(table.name(), table.rows()));
        return rows;
    }

    private static String said(Long rows) {
        return rows == null ? "no table" : rows + " rows";
    }
}
