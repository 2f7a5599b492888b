package org.safeward.catalog;

import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embeddable;
import java.time.Instant;

/** What is known of each copy of a backup. Never changed: a new look makes new ones. */
@Embeddable
public class CopyChecks {
    private static final CopyChecks NONE = new CopyChecks();

    @Column(name = "file_good_at")
    @Convert(converter = InstantColumn.class)
    private Instant fileGoodAt;

    @Column(name = "file_damaged_at")
    @Convert(converter = InstantColumn.class)
    private Instant fileDamagedAt;

    @Column(name = "copy_good_at")
    @Convert(converter = InstantColumn.class)
    private Instant copyGoodAt;

    @Column(name = "copy_damaged_at")
    @Convert(converter = InstantColumn.class)
    private Instant copyDamagedAt;

    protected CopyChecks() {}

    private CopyChecks(CopyCheck first, CopyCheck second) {
        fileGoodAt = first.goodAt().orElse(null);
        fileDamagedAt = first.damagedAt().orElse(null);
        copyGoodAt = second.goodAt().orElse(null);
        copyDamagedAt = second.damagedAt().orElse(null);
    }

    /** Null, which is what all columns without a value are read as, is nothing known. */
    static CopyChecks known(CopyChecks checks) {
        return checks == null ? NONE : checks;
    }

    CopyCheck of(CopyPlace place) {
        return place == CopyPlace.FIRST
                ? CopyCheck.of(fileGoodAt, fileDamagedAt)
                : CopyCheck.of(copyGoodAt, copyDamagedAt);
    }

    CopyChecks with(CopyPlace place, CopyCheck check) {
        return place == CopyPlace.FIRST
                ? new CopyChecks(check, of(CopyPlace.SECOND))
                : new CopyChecks(of(CopyPlace.FIRST), check);
    }
}
