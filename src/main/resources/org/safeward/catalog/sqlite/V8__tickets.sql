-- Tickets for downloads by a link, by their SHA-256; and whoever asked for each, as they were then.

CREATE TABLE download_ticket (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    record_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    who TEXT NOT NULL,
    -- Of the account or key; null for somebody whom an identity provider vouches for.
    who_id BIGINT,
    role TEXT NOT NULL,
    generation INTEGER,
    created_at BIGINT NOT NULL,
    begun_at BIGINT,
    -- The end of the provider's token, if it was that.
    ends_at BIGINT
);
