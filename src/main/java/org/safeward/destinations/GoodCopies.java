package org.safeward.destinations;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a backup can be had from a destination of the settings. */
@ApplicationScoped
public class GoodCopies {
    @Inject
    private Destinations destinations;

    @Inject
    private BackupCopies copies;

    /** Whether one was read back whole. What lies in a destination that the settings do not name any more is out of reach, good or not. */
    public boolean hasAny(long record) {
        Set<String> configured =
                destinations.all().stream().map(Destination::name).collect(Collectors.toSet());
        return !configured.isEmpty()
                && copies.ofRecord(record).stream()
                        .anyMatch(copy -> copy.state() == CopyState.GOOD && configured.contains(copy.destination()));
    }
}
