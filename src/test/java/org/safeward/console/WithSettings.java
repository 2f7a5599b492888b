package org.safeward.console;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Settings of the server of a {@link ConsoleStory}, each as {@code name=value}; {@code FOLDER} in them is that of the test, {@code LOCKING_S3} the address of a server with a bucket that locks. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface WithSettings {
    String[] value();
}
