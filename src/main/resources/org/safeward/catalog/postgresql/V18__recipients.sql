-- For whom copies are encrypted, on whose word they were adopted, and what shows that they can still be opened.

-- Public keys of age, in order, separated by commas: whom a copy was encrypted to on its way; null where it was not, or nobody noted it.
ALTER TABLE backup_copy ADD COLUMN recipients TEXT;

-- Beside the copy, what was made of it for other recipients: not proven yet, or replaced and still to be removed.
ALTER TABLE backup_copy ADD COLUMN other_name TEXT;

-- Public key of the other installation whose signature a copy was adopted by; null for those of this one.
ALTER TABLE backup_copy ADD COLUMN signed_by TEXT;

-- Recipients whom somebody wants older copies to be encrypted to anew, as long as they are those of the settings.
ALTER TABLE destination ADD COLUMN renew_for TEXT;

-- Recipients whose identity somebody is to show once in a while. No identity is in here, and none can be found out from it.
CREATE TABLE shown_identity (
    recipient TEXT PRIMARY KEY,
    known_since BIGINT NOT NULL,
    shown_at BIGINT,
    shown_by TEXT,
    told_at BIGINT
);
