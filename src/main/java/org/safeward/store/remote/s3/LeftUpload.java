package org.safeward.store.remote.s3;

import java.time.Instant;
import java.util.Optional;
import org.safeward.store.remote.FileName;
import org.safeward.store.remote.Leftover;

/** An upload in parts that was not completed, as the id of a leftover: both, with a slash between, which no name has. */
record LeftUpload(String name, String upload) {
    private static final String BETWEEN = "/";

    Leftover since(Instant time) {
        return new Leftover(name + BETWEEN + upload, time);
    }

    /** Empty for any other leftover. */
    static Optional<LeftUpload> of(Leftover leftover) {
        int slash = leftover.id().indexOf(BETWEEN);
        return slash < 0
                ? Optional.empty()
                : Optional.of(new LeftUpload(
                        FileName.require(leftover.id().substring(0, slash)),
                        leftover.id().substring(slash + 1)));
    }
}
