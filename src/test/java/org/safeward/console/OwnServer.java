package org.safeward.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A {@link ConsoleStory} that kills or stops its server, which then is a process of its own. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface OwnServer {}
