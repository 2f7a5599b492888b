package org.safeward.jobs.record;

import java.util.Optional;
import org.safeward.catalog.RunState;

/** Which jobs a list shows; an empty part lets all pass. */
public record JobFilter(
        Optional<String> database, Optional<JobKind> kind, Optional<RunState> state, int offset, int most) {}
