package org.safeward.access;

import java.time.Instant;

/** A token that was just made, and when it ends. */
record IssuedToken(String text, Instant expires) {}
