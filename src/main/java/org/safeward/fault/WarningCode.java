package org.safeward.fault;

/**
 * The stable codes of {@link Warning}s, as clients see them. Each has a message and a hint in both languages; {@code {0}} is the
 * warning's object, its arguments follow.
 */
public enum WarningCode {
    /** An object of the database that will not come back as it is: which, and why. */
    OBJECT_NOT_RESTORABLE
}
