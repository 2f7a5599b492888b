-- What names and marks our own things outside of the catalog: staging places, databases that are kept for an undo.

-- Written before the job makes anything; part of every name that it gives. Null for jobs from before.
ALTER TABLE job ADD COLUMN place_token TEXT;

-- Only who has it can make the marks that say that something is ours.
CREATE TABLE mark_key (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    secret TEXT NOT NULL
);
INSERT INTO mark_key (id, secret)
VALUES (1, replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));
