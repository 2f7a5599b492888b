-- What a backup or restore did right and somebody should know nevertheless: JSON.

ALTER TABLE backup_record ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
ALTER TABLE job ADD COLUMN warnings TEXT NOT NULL DEFAULT '[]';
