package org.safeward.fault;

/**
 * The stable codes of errors, as clients see them in {@code error}, each with its HTTP status. A code's name never changes its
 * meaning; docs/errors.md lists them for users. The HTTP status belongs to the code because the API promises both together.
 */
public enum ErrorCode {
    // What the client sent
    BAD_JSON(400),
    BAD_FIELD(400),
    UNKNOWN_PATH(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    BODY_BROKEN_OFF(400),
    BODY_TOO_SLOW(408),
    BODY_TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),

    // Who sent it
    NOT_AUTHENTICATED(401),
    TOKEN_INVALID(401),
    TOKEN_EXPIRED(401),
    KEY_INVALID(401),
    TICKET_INVALID(401),
    LOGIN_FAILED(401),
    FORBIDDEN(403),
    NEEDS_LOGIN(403),
    TOO_MANY_ATTEMPTS(429),

    // What it is about is not there
    RECORD_NOT_FOUND(404),
    JOB_NOT_FOUND(404),
    COMPARISON_NOT_KEPT(404),
    UNKNOWN_DATABASE(404),
    UNKNOWN_DESTINATION(404),
    BACKUP_FILE_MISSING(404),
    USER_NOT_FOUND(404),
    KEY_NOT_FOUND(404),
    UPLOAD_NOT_FOUND(404),

    // Something else is going on
    BACKUP_RUNNING(409),
    RESTORE_RUNNING(409),
    RECORD_IN_USE(409),
    RECORD_NOT_RESTORABLE(409),
    RECORD_NOT_STRANGE(409),
    PAST_POINT_OF_NO_RETURN(409),
    JOB_CANCELLED(409),
    USER_EXISTS(409),
    LAST_ADMIN(409),
    PASSWORD_FROM_SETTINGS(409),
    KEY_EXISTS(409),
    KEY_FROM_SETTINGS(409),
    SHUTTING_DOWN(503),

    // How a job can end
    JOB_TIMEOUT(500),
    JOB_START_FAILED(500),
    SERVER_STOPPED(500),
    RESTORE_INTERRUPTED(500),
    CLAIM_LOST(500),
    VERIFY_FAILED(500),
    SAFETY_BACKUP_FAILED(409),
    DATABASE_CHANGED(409),
    SWAP_NOT_PROVEN(500),
    SWAP_UNKNOWN(500),
    TRANSACTION_LOST(500),
    DUMP_FAILED(500),
    HOOK_FAILED(503),
    SCHEMA_NOT_RESTORABLE(500),
    INTERNAL(500),

    // The file is no backup that we can take
    UPLOAD_NO_FILE(400),
    UPLOAD_WRONG_TYPE(400),
    UPLOAD_TOO_LARGE(413),
    FILE_EMPTY(422),
    FILE_COMPRESSED(422),
    FILE_ENCRYPTED(422),
    FILE_IS_DATABASE(422),
    FILE_NOT_TEXT(422),
    ZIP_INVALID(422),
    ZIP_NO_SQL(422),
    ZIP_SEVERAL_SQL(422),
    ZIP_UNSAFE_NAME(422),
    ZIP_ENCRYPTED(422),
    ZIP_BOMB(422),
    BACKUP_TRUNCATED(422),
    BACKUP_DAMAGED(422),
    BACKUP_TOO_NEW(422),
    MANIFEST_MISMATCH(422),
    COPY_MANIFEST_INVALID(422),
    COPY_MANIFEST_TOO_NEW(422),
    DUMP_ROLLED_BACK(422),
    SCRIPT_FAILED(422),
    SCRIPT_LEAVES_DATABASE(422),
    SCRIPT_LACKS_TABLES(422),
    WRONG_ENGINE(422),
    WRONG_DATABASE(422),
    NO_MANIFEST(422),
    RESTORE_CHECK_FAILED(422),
    SCRIPT_STATEMENT_TOO_LARGE(422),
    SCRIPT_CONTROLS_TRANSACTION(422),
    SCRIPT_CONTROLS_READING(422),
    DUMP_NOT_PLAIN(422),
    SOURCE_NEWER(422),
    UPLOAD_NOT_TRUSTED(409),
    SCRIPT_OUTGROWS(422),

    // Where it goes
    TARGET_INVALID(400),
    TARGET_EXISTS(409),
    TARGET_LACKS(409),
    /** A backup cannot be rehearsed here. */
    DRILL_IMPOSSIBLE(409),
    /** A drill runs already: there is one at a time. */
    DRILL_RUNNING(409),
    /** The two have nothing in common that could be compared. */
    COMPARE_IMPOSSIBLE(409),
    /** A comparison that reads a whole database runs already: there is one at a time. */
    COMPARE_RUNNING(409),
    /** What came out of a drill is not what was backed up. */
    DRILL_DIFFERS(409),
    RIGHTS_LACKING(409),
    RESTORE_MODE_IMPOSSIBLE(409),
    UNDO_IMPOSSIBLE(409),
    OBJECTS_FAIL(409),
    NOT_SKIPPABLE(400),
    FUNCTIONS_UNSEEN(409),
    UNDO_UNCERTAIN(409),

    // Some tables of a backup
    PARTS_INVALID(400),
    PARTS_UNKNOWN(400),
    PARTS_IMPOSSIBLE(409),
    PARTS_DIFFER(409),
    PARTS_TAKEN(409),
    PARTS_VIOLATED(409),

    // Something that we need is out of reach
    NO_DATABASE(503),
    DATABASE_MISSING(503),
    DATABASE_UNREACHABLE(503),
    DATABASE_DAMAGED(503),
    DATABASE_LOCKED(503),
    SERVER_LIMIT(503),
    DATABASE_ERROR(500),
    UNHEALTHY(503),
    CATALOG_UNREACHABLE(503),
    STORE_UNREACHABLE(503),
    STORE_MISSING(503),
    IDENTITY_PROVIDER_UNREACHABLE(503),
    COPY_FAILED(503),
    BACKUP_DEGRADED(503),
    DISK_FULL(507),

    // A place beyond this machine, for copies of backups
    DESTINATION_UNREACHABLE(503),
    DESTINATION_MISSING(503),
    DESTINATION_REFUSED(503),
    DESTINATION_CLOCK(503),
    DESTINATION_REGION(503),
    DESTINATION_UNTRUSTED(503),
    DESTINATION_FAILED(503),
    DESTINATION_FULL(507),

    // Maintenance
    UNKNOWN_ACTION(400),
    CACHE_REFUSED(500),
    CACHE_NOT_CLEARED(500),
    RESTART_NOT_ALLOWED(500);

    private final int httpStatus;

    ErrorCode(int httpStatus) {
        this.httpStatus = httpStatus;
    }

    public int httpStatus() {
        return httpStatus;
    }
}
