-- Directories of backups that we have used, each with the id in its marker file: an empty mount point has none.

CREATE TABLE backup_store (
    directory TEXT PRIMARY KEY,
    store_id TEXT NOT NULL,
    -- Whether the marker was ever written: not yet in directories that an earlier version used, until our files are seen there.
    marked INTEGER NOT NULL,
    known_since BIGINT NOT NULL
);
