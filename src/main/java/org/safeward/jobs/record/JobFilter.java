package org.safeward.jobs.record;

import java.util.Optional;
import org.safeward.catalog.BackupStatus;

/** Which jobs a list shows; an empty part lets all pass. */
public record JobFilter(
        Optional<String> database, Optional<JobKind> kind, Optional<BackupStatus> state, int offset, int most) {}
