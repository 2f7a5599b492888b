-- An application's database: text, numbers, blobs and two indexes, 51 MB for each unit. $units comes from .parameter.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
BEGIN;

-- Made words, and sentences of them: text that compresses about as well as what people write.
CREATE TEMP TABLE words(n INTEGER PRIMARY KEY, word TEXT);
INSERT INTO words
  SELECT value, substr('belorimatusanekipodufavegozu', 1 + value % 14 * 2, 2)
    || substr('nartelsinkorvemdapul', 1 + value / 14 % 7 * 3, 2 + value % 2)
    || substr('estionamentivequoarde', 1 + value / 98 % 20, 1 + value % 5)
  FROM generate_series(0, 3999);
CREATE TEMP TABLE sentences(n INTEGER PRIMARY KEY, sentence TEXT);
INSERT INTO sentences
  SELECT s.value, (SELECT group_concat(
      (SELECT word FROM words WHERE n = (s.value * 7919 + w.value * 104729) % 1000003 * 2654435761 % 4294967291 % 4000), ' ')
    FROM generate_series(1, 12) w)
  FROM generate_series(0, 19999) s;

CREATE TABLE notes(id INTEGER PRIMARY KEY, author TEXT NOT NULL, title TEXT NOT NULL, body TEXT, written_at INTEGER NOT NULL);
INSERT INTO notes
  SELECT i.value, 'author ' || (i.value * 7919 % 5003), a.sentence,
    a.sentence || '. ' || b.sentence || '; it''s ' || c.sentence || '.' || char(10) || d.sentence || ' – ' || i.value,
    1700000000 + i.value * 37
  FROM generate_series(1, CAST(60000 * $units AS INTEGER)) i
  JOIN sentences a ON a.n = i.value * 7919 % 1000003 * 2654435761 % 4294967291 % 20000
  JOIN sentences b ON b.n = i.value * 7927 % 1000003 * 2654435761 % 4294967291 % 20000
  JOIN sentences c ON c.n = i.value * 7933 % 1000003 * 2654435761 % 4294967291 % 20000
  JOIN sentences d ON d.n = i.value * 7937 % 1000003 * 2654435761 % 4294967291 % 20000;

CREATE TABLE measurements(id INTEGER PRIMARY KEY, sensor INTEGER NOT NULL, taken_at INTEGER NOT NULL, value REAL, quality INTEGER);
INSERT INTO measurements
  SELECT value, value * 31 % 997, 1700000000 + value, (value * 7919 % 1000003) / 7.0,
    CASE value % 11 WHEN 0 THEN NULL ELSE value % 101 END
  FROM generate_series(1, CAST(200000 * $units AS INTEGER));

CREATE TABLE files(name TEXT PRIMARY KEY, content BLOB NOT NULL);
INSERT INTO files
  SELECT 'attachments/' || value || '.bin', randomblob(3000 + value * 7919 % 4001) FROM generate_series(1, CAST(1200 * $units AS INTEGER));

CREATE INDEX notes_by_author ON notes(author, written_at);
CREATE INDEX measurements_by_sensor ON measurements(sensor, taken_at);
CREATE TABLE commits(id INTEGER PRIMARY KEY, note TEXT NOT NULL);
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
