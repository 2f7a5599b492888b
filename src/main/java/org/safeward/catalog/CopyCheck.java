package org.safeward.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of one copy of a backup since it was written.
 *
 * @param goodAt when it was last read to its end and was whole; empty when it was not read again since it was written
 * @param damagedAt since when it is known to be damaged or gone; empty when it is not
 */
public record CopyCheck(Optional<Instant> goodAt, Optional<Instant> damagedAt) {
    static CopyCheck of(Instant goodAt, Instant damagedAt) {
        return new CopyCheck(Optional.ofNullable(goodAt), Optional.ofNullable(damagedAt));
    }

    static CopyCheck good(Instant now) {
        return of(now, null);
    }

    /** Damage is as old as its first sight. */
    public CopyCheck orDamaged(Instant now) {
        return new CopyCheck(goodAt, damagedAt.or(() -> Optional.of(now)));
    }

    public boolean isDamaged() {
        return damagedAt.isPresent();
    }
}
