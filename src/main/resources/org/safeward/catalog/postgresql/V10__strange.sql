-- Whether a backup differs from the one before it as no ordinary day explains, and when somebody said that this is right.

ALTER TABLE backup_record ADD COLUMN strange BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE backup_record ADD COLUMN acknowledged_at BIGINT;
