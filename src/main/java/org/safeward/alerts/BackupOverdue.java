package org.safeward.alerts;

import java.time.Instant;
import java.util.Optional;

/** There has been no good backup for twice the interval of the schedule. */
public record BackupOverdue(String database, Optional<Instant> lastGood) {}
