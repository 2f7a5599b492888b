-- Places beyond the backup directory, by name. Those of the settings are written here when they are first seen: what is made from then on is copied
-- by itself, what is older only when somebody said so (fill).
CREATE TABLE destination (
    name TEXT PRIMARY KEY,
    address TEXT NOT NULL,
    known_since BIGINT NOT NULL,
    fill INTEGER NOT NULL,
    reached_at BIGINT,
    failed_at BIGINT,
    error_code TEXT,
    error_arguments TEXT
);

-- One backup's file in one destination.
CREATE TABLE backup_copy (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    record_id BIGINT NOT NULL REFERENCES backup_record (id),
    destination TEXT NOT NULL,
    state TEXT NOT NULL,
    name TEXT,
    file_size BIGINT NOT NULL,
    sha256 TEXT,
    encrypted INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    uploaded_at BIGINT,
    verified_at BIGINT,
    damaged_at BIGINT,
    attempts INTEGER NOT NULL,
    next_try_at BIGINT,
    error_code TEXT,
    error_arguments TEXT,
    job_id BIGINT,
    locked_until BIGINT,
    version_id TEXT,
    UNIQUE (record_id, destination)
);
CREATE INDEX backup_copy_by_destination ON backup_copy (destination, state);

-- The node on whose disk the file lies; since when it lies there no more, on purpose; since when the backup is in the trash, and by whom.
ALTER TABLE backup_record ADD COLUMN node TEXT;
ALTER TABLE backup_record ADD COLUMN file_removed_at BIGINT;
ALTER TABLE backup_record ADD COLUMN trashed_at BIGINT;
ALTER TABLE backup_record ADD COLUMN trashed_by TEXT;
