-- Where the copy of a backup is that we have made, so that only that one is removed with it. Null: none is known of.

ALTER TABLE backup_record ADD COLUMN copy_path TEXT;
