-- Whether a backup differs from the one before it as no ordinary day explains, and when somebody said that this is right.

ALTER TABLE backup_record ADD COLUMN strange INTEGER NOT NULL DEFAULT 0;
ALTER TABLE backup_record ADD COLUMN acknowledged_at BIGINT;
