-- When each copy of a backup was last read and found whole, and since when it is known to be damaged: the file and the one in the second directory.

ALTER TABLE backup_record ADD COLUMN file_good_at BIGINT;
ALTER TABLE backup_record ADD COLUMN file_damaged_at BIGINT;
ALTER TABLE backup_record ADD COLUMN copy_good_at BIGINT;
ALTER TABLE backup_record ADD COLUMN copy_damaged_at BIGINT;

-- Whose turn it is to read the copies again: one node of all at a time, and how much it read today where reading costs. One row.
CREATE TABLE scrub_turn (
    id INTEGER PRIMARY KEY,
    node TEXT NOT NULL,
    until_at BIGINT NOT NULL,
    spent_day BIGINT NOT NULL,
    spent_bytes BIGINT NOT NULL
);
INSERT INTO scrub_turn (id, node, until_at, spent_day, spent_bytes) VALUES (1, '', 0, 0, 0);
