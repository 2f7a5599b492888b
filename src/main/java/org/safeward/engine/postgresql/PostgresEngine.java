package org.safeward.engine.postgresql;

/** One PostgreSQL database. */
public final class PostgresEngine {
    public static final String KIND = "postgresql";
}
