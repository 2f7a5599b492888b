-- A shop's database: many short rows with dates, prices and words of a few, 59 MB for each unit. $units comes from .parameter.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -65536;
BEGIN;

CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, city TEXT, joined_on TEXT NOT NULL);
INSERT INTO customers
  SELECT value, substr('BelOriMatUsaNekIpoDufAve', 1 + value % 8 * 3, 3) || substr('nartelsinkorvemdapul', 1 + value / 8 % 17, 4) || ' '
      || substr('ManTelSonKorBerDapLin', 1 + value * 31 % 7 * 3, 3) || substr('estionamentivequoarde', 1 + value * 7919 % 17, 5),
    'user' || value || '@' || substr('abcdefghij', 1 + value % 10, 1) || '.example',
    CASE value % 9 WHEN 0 THEN NULL ELSE 'City ' || (value * 7919 % 1009) END,
    date(1500000000 + value * 7919 % 200000000, 'unixepoch')
  FROM generate_series(1, CAST(80000 * $units AS INTEGER));

CREATE TABLE orders(id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers(id), ordered_at TEXT NOT NULL,
  status TEXT NOT NULL, total NUMERIC(10, 2) NOT NULL, currency TEXT NOT NULL, paid_on TEXT);
INSERT INTO orders
  SELECT value, 1 + value * 7919 % CAST(80000 * $units AS INTEGER), datetime(1600000000 + value * 131, 'unixepoch'),
    CASE value % 5 WHEN 0 THEN 'new' WHEN 1 THEN 'paid' WHEN 2 THEN 'sent' WHEN 3 THEN 'delivered' ELSE 'returned' END,
    (value * 7919 % 1000003) / 100.0, CASE value % 7 WHEN 0 THEN 'USD' WHEN 1 THEN 'CNY' ELSE 'EUR' END,
    CASE value % 5 WHEN 0 THEN NULL ELSE date(1600000000 + value * 131 + value % 9 * 86400, 'unixepoch') END
  FROM generate_series(1, CAST(320000 * $units AS INTEGER));

CREATE TABLE order_items(order_id INTEGER NOT NULL REFERENCES orders(id), line INTEGER NOT NULL, sku TEXT NOT NULL, quantity INTEGER NOT NULL,
  price NUMERIC(10, 2) NOT NULL, PRIMARY KEY(order_id, line)) WITHOUT ROWID;
INSERT INTO order_items
  SELECT o.value, l.value, printf('SKU-%05d', (o.value * 31 + l.value * 7919) % 20011), 1 + (o.value + l.value) % 4,
    ((o.value * 7 + l.value * 7919) % 50021) / 100.0
  FROM generate_series(1, CAST(320000 * $units AS INTEGER)) o, generate_series(1, 2) l;

CREATE INDEX orders_by_customer ON orders(customer_id, ordered_at);
COMMIT;
PRAGMA wal_checkpoint(TRUNCATE);
