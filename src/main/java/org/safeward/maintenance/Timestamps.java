package org.safeward.maintenance;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Moments as the maintenance contract writes them: {@code 2025-10-19T12:00:00.000Z}. */
final class Timestamps {
    private static final DateTimeFormatter ISO =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private Timestamps() {}

    static String iso(Instant moment) {
        return ISO.format(moment);
    }
}
