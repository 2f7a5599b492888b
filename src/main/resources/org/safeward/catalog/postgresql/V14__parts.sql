-- Which tables a restore brought back alone, as JSON, and what the names of their copies end with where they were made beside the live ones.

ALTER TABLE job ADD COLUMN part_tables TEXT NOT NULL DEFAULT '[]';
ALTER TABLE job ADD COLUMN part_ending TEXT;
