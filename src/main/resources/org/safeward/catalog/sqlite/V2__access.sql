-- Who may do what, and what was done. Moments are milliseconds since the epoch.

ALTER TABLE api_key ADD COLUMN created_by TEXT NOT NULL DEFAULT '';
ALTER TABLE api_key ADD COLUMN expires_at BIGINT;
ALTER TABLE api_key ADD COLUMN revoked_at BIGINT;
ALTER TABLE api_key ADD COLUMN last_used_at BIGINT;
-- The name says in the audit who it was: of the keys that work, only one has it.
CREATE UNIQUE INDEX api_key_by_name ON api_key (name) WHERE revoked_at IS NULL;

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    password_hash TEXT NOT NULL,
    role TEXT NOT NULL,
    enabled INTEGER NOT NULL,
    -- Moves with the password and when the account is disabled: tokens carry it, older ones end.
    generation INTEGER NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    last_login_at BIGINT
);

-- The keys that login tokens are signed with, as JWK.
CREATE TABLE signing_key (
    key_id TEXT PRIMARY KEY,
    jwk TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE audit (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    began_at BIGINT NOT NULL,
    ended_at BIGINT,
    who TEXT NOT NULL,
    address TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    result TEXT NOT NULL
);
CREATE INDEX audit_by_moment ON audit (began_at);
