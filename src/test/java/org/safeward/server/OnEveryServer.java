package org.safeward.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * A test of what can differ between servers: deployment, batch runtime, security, uploads, timers, data sources, shutdown. The gate runs it on
 * each server; all others run on Payara Micro, and everywhere with {@code bin/test all}.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("every-server")
public @interface OnEveryServer {}
