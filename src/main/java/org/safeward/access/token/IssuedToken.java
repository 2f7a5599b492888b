package org.safeward.access.token;

import java.time.Instant;

/** A token that was just made, and when it ends. */
public record IssuedToken(String text, Instant expires) {}
