package org.safeward.access.audit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What the audit calls a resource method: {@code backup.delete}. Methods that change something are audited without it too, under their
 * HTTP method and path; those that only read are audited if they have it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Audited {
    String value();
}
