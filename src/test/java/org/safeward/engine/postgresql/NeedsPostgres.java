package org.safeward.engine.postgresql;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/** A plain-JVM test that starts a PostgreSQL server: left out by {@code bin/test quick}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("needs-a-server")
public @interface NeedsPostgres {}
