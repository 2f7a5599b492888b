package org.safeward.engine.sqlite;

import org.safeward.archive.content.ScriptKind;

/** All that is promised of backups, of those that are snapshots. */
class SnapshotEngineTest extends SqliteEngineTest {
    @Override
    protected ScriptKind kind() {
        return ScriptKind.SNAPSHOT;
    }
}
