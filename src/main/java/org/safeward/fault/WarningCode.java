package org.safeward.fault;

/**
 * The stable codes of {@link Warning}s, as clients see them. Each has a message and a hint in both languages; {@code {0}} is the
 * warning's object, its arguments follow.
 */
public enum WarningCode {
    /** An object of the database that will not come back as it is: which, and why. */
    OBJECT_NOT_RESTORABLE,
    /** A table has other rows than the file holds, since a statement of the file itself has made or removed some. */
    ROWS_MADE_BY_SCRIPT,
    /** A sequence of a script of others stands elsewhere than it was set to: a later statement has drawn from it. */
    SEQUENCE_MOVED_BY_SCRIPT,
    /** An object that a restore could not make, and which may be left out: it ended with OBJECTS_FAIL. */
    OBJECT_FAILS,
    /** An object that a restore could not make and has left out, as it was told to. */
    OBJECT_LEFT_OUT,
    /** An object that could not be made when the backup's schema was rehearsed: which, and why. */
    FAILS_IN_REHEARSAL,
    /** An object is made or filled by a function that looks for something by its bare name, which a restore does not find. */
    NEEDS_SEARCH_PATH,

    /** A check or generated column whose function reads a table: while rows are loaded, that one may be empty still. */
    READS_TABLES,
    /** Rows break a foreign key that claims to be valid. */
    FOREIGN_KEY_BROKEN,
    /** A foreign key's triggers are off: rows may break it, and they come back on. */
    FOREIGN_KEY_OFF,
    /** A language whose handler belongs to the system: pg_dump writes it without one. */
    LANGUAGE_WITHOUT_HANDLER,
    /** A function that was taken out of its extension, and which the extension makes again. */
    TAKEN_OUT_OF_EXTENSION,
    /** An extension whose files the server does not have any more. */
    EXTENSION_UNAVAILABLE,
    /** A materialized view that comes out otherwise each time it is filled. */
    COMPUTED_ANEW,
    /** A table or column of a backup has a name that is no text, so that its rows cannot be sent: which, and where. */
    BYTES_NOT_TEXT,

    /** Much fewer rows than in the backup before: how many were there and are, and the id of that one. */
    STRANGE_ROWS_FELL,
    /** Much less content than in the backup before: how many bytes it had and has, and the id of that one. */
    STRANGE_SIZE_FELL,
    /** Tables that the backup before had: how many, their rows, and the id of that one. */
    STRANGE_TABLES_GONE,
    /** Compresses much worse than the backup before: to which percentages, and the id of that one. */
    STRANGE_INCOMPRESSIBLE,

    /** A setting of a database that a restore could not make: which, and why. */
    SETTING_LACKING,
    /** SQLite: a table with rows that its declaration would refuse or change. They come back as they are. */
    ROWS_BREAK_DECLARATION,
    /** SQLite: a virtual table whose module finds fault with it: which words. It comes back as it is. */
    VIRTUAL_TABLE_INCONSISTENT,
    /** SQLite: an index whose entries the SQLite of the restore will compute otherwise than they are stored: on which table. */
    INDEX_COMPUTED_ANEW,
    /** SQLite: a table whose stored generated columns a restore computes anew. */
    STORED_COMPUTED_ANEW,
    /** SQLite: bytes that each page leaves to an extension, and which a restored file does not have: how many. */
    RESERVED_BYTES_LOST,
    /** SQLite: a full-text index over a table whose rows were replaced without its triggers: of which table. */
    FULLTEXT_STALE,
    /** PostgreSQL: a subscription, which is in no backup. */
    SUBSCRIPTION_LEFT_OUT,
    /** PostgreSQL: a materialized view over a table whose rows a restore of some tables has replaced. It has what it had. */
    MATERIALIZED_VIEW_STALE,

    /** A copy of a backup that was nearer and could not be used: where it lies, and why. */
    COPY_PASSED_OVER,
    /** A copy that is good and was not locked, though it shall be: which, and why. */
    COPY_NOT_LOCKED
}
