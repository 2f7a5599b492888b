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
