package org.safeward.engine;

/** Tells whether anyone else committed to the live database since the watch began. Holds a connection until closed. */
public interface ChangeWatch extends AutoCloseable {

    /** True when somebody committed since the watch began. Always false when {@link #canTell} is. */
    boolean changed();

    /** Whether this engine, in this state of the database, can tell at all. */
    boolean canTell();

    @Override
    void close();
}
