-- By which an installation knows its own copies in destinations again.

-- Ed25519: the public key in hex, the private one as PKCS #8 in base64. One for all nodes; made when it is first needed.
CREATE TABLE installation_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL,
    created_at BIGINT NOT NULL
);

-- Public keys of other installations whose copies count as ours, because an administrator said so.
CREATE TABLE trusted_key (
    public_key TEXT PRIMARY KEY,
    added_at BIGINT NOT NULL,
    added_by TEXT NOT NULL
);

-- The catalog's own backup in each encrypted destination: when the last one was made, and when it is tried next, by the node whose update hits the row.
CREATE TABLE catalog_copy (
    destination TEXT PRIMARY KEY,
    name TEXT,
    made_at BIGINT,
    next_try_at BIGINT NOT NULL,
    error_code TEXT,
    error_arguments TEXT
);
