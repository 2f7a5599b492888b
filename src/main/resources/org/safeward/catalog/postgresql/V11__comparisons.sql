-- What jobs have found that compared a backup with a live database or an upload, as JSON.

CREATE TABLE comparison (
    job_id BIGINT PRIMARY KEY,
    content TEXT NOT NULL
);
