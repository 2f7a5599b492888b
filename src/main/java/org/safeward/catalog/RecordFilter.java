package org.safeward.catalog;

import java.util.List;
import java.util.Optional;

/** Which backup records a list shows; an empty part lets all pass. */
public record RecordFilter(
        Optional<String> database, Optional<RunState> status, List<BackupOrigin> origins, int offset, int most) {}
