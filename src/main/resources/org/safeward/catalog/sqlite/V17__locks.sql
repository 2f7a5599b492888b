-- What a destination locks of a copy: how strictly, the version of its manifest, and why it is not locked though it shall be.
ALTER TABLE backup_copy ADD COLUMN lock_mode TEXT;
ALTER TABLE backup_copy ADD COLUMN manifest_version_id TEXT;
ALTER TABLE backup_copy ADD COLUMN lock_error_code TEXT;
ALTER TABLE backup_copy ADD COLUMN lock_error_arguments TEXT;
