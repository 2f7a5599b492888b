package org.safeward.store.remote;

import java.time.Instant;

/**
 * What a put began and has not ended.
 *
 * @param id the place's own, for {@link RemoteStore#discard}
 * @param since by the place's clock: when it was begun or last written
 */
public record Leftover(String id, Instant since) {}
