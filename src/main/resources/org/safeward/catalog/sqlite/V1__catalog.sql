-- The catalog. Moments are milliseconds since the epoch, lists are JSON.

CREATE TABLE backup_record (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    database_name TEXT NOT NULL,
    task_id BIGINT NOT NULL,
    status TEXT NOT NULL,
    origin TEXT NOT NULL,
    created_reason TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    started_at BIGINT,
    completed_at BIGINT,
    verified_at BIGINT,
    file_path TEXT NOT NULL,
    file_size BIGINT NOT NULL,
    database_size BIGINT NOT NULL,
    table_count INTEGER NOT NULL,
    row_count BIGINT NOT NULL,
    compressed INTEGER NOT NULL,
    format TEXT NOT NULL,
    degraded INTEGER NOT NULL,
    pinned INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    content_sha256 TEXT NOT NULL,
    manifest_json TEXT,
    failure_reason TEXT NOT NULL,
    error_code TEXT,
    error_arguments TEXT
);
CREATE INDEX backup_record_by_database ON backup_record (database_name, created_at);
CREATE INDEX backup_record_by_job ON backup_record (task_id);

CREATE TABLE backup_config (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    database_name TEXT NOT NULL UNIQUE,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    enabled INTEGER NOT NULL,
    cron TEXT NOT NULL,
    path TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    retention_days INTEGER NOT NULL,
    max_count INTEGER NOT NULL,
    compress INTEGER NOT NULL
);

-- What the timer has done for each database: a due moment is handled by the node whose update of handled_at hits the row.
CREATE TABLE schedule_state (
    database_name TEXT PRIMARY KEY,
    handled_at BIGINT NOT NULL,
    owed INTEGER NOT NULL,
    retries INTEGER NOT NULL,
    retry_at BIGINT,
    overdue_alerted INTEGER NOT NULL
);

CREATE TABLE job (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    database_name TEXT NOT NULL,
    state TEXT NOT NULL,
    record_id BIGINT,
    safety_record_id BIGINT,
    target TEXT,
    step TEXT NOT NULL,
    percent INTEGER NOT NULL,
    row_count BIGINT NOT NULL,
    byte_count BIGINT NOT NULL,
    checks TEXT NOT NULL,
    cancel_requested INTEGER NOT NULL,
    past_return INTEGER NOT NULL,
    requested_by TEXT NOT NULL,
    node TEXT NOT NULL,
    execution_id BIGINT,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    ended_at BIGINT,
    error_code TEXT,
    error_arguments TEXT
);
CREATE INDEX job_by_state ON job (state);

-- One row for each database on which a job works: the key makes it one job a database in the whole cluster.
CREATE TABLE claim (
    database_name TEXT PRIMARY KEY,
    job_id BIGINT NOT NULL,
    node TEXT NOT NULL,
    token TEXT NOT NULL,
    heartbeat_at BIGINT NOT NULL
);

-- Calls of safeward.hooks.after-restore that must still be made.
CREATE TABLE owed_call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    job_id BIGINT NOT NULL,
    database_name TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    attempts INTEGER NOT NULL
);

CREATE TABLE api_key (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    created_at BIGINT NOT NULL
);
