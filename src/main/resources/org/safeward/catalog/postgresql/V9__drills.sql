-- When a drill has proven last that a backup comes back, and from which of its files.

ALTER TABLE backup_record ADD COLUMN proven_at BIGINT;
ALTER TABLE backup_record ADD COLUMN proven_from TEXT;
