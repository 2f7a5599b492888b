package org.safeward.server;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** A test of {@code bin/run} or of {@code server-config/payara-micro}: there is nothing of it on other servers. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@DisabledIfSystemProperty(
        named = "tests.server",
        matches = "wildfly|payara-server",
        disabledReason = "about the way in which Payara Micro is started")
public @interface AboutPayaraMicro {}
