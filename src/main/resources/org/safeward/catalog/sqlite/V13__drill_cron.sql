-- When a database's backups are drilled by themselves: five fields, empty for never, or 'default' for the schedule of the settings.

ALTER TABLE backup_config ADD COLUMN drill_cron TEXT NOT NULL DEFAULT 'default';
