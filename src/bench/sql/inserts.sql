-- One table of the role inserts, whose dump has one INSERT for each row. :count comes from psql.
SET ROLE inserts;
CREATE TABLE item (id bigint PRIMARY KEY, name text NOT NULL, amount numeric, made timestamptz);
INSERT INTO item SELECT n, 'item number ' || n || ' of many', n * 1.25, timestamptz '2026-01-01' + n * interval '1 minute'
  FROM generate_series(1, :count) n;
