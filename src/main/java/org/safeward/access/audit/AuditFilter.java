package org.safeward.access.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Which audit entries a list shows; an empty part lets all pass.
 *
 * @param action a whole action, or the beginning of some up to a dot: {@code backup}
 * @param from the first moment
 * @param until the first moment after the last
 */
public record AuditFilter(
        Optional<String> who,
        Optional<String> action,
        Optional<String> result,
        Optional<Instant> from,
        Optional<Instant> until,
        int offset,
        int most) {}
