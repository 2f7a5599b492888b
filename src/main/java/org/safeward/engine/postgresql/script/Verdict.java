package org.safeward.engine.postgresql.script;

/** What is to be done with a statement of a script. */
public enum Verdict {
    RUN,
    /** It is about the database as a whole, which is ours to make and to name. */
    SKIP,
    BEGIN,
    COMMIT,
    /** It leaves the database: the whole script is refused. */
    REFUSE,
    /** It would end or nest the transaction that makes the restore all or nothing. */
    REFUSE_TRANSACTION
}
