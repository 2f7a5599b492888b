-- A shop's database: many short rows with dates, prices and words of a few, 59 MB for each unit. :units comes from psql.
SET synchronous_commit = off;
BEGIN;

CREATE TABLE customers(id bigint PRIMARY KEY, name text NOT NULL, email text NOT NULL UNIQUE, city text, joined_on date NOT NULL);
INSERT INTO customers
  SELECT i, substr('BelOriMatUsaNekIpoDufAve', (1 + i % 8 * 3)::int, 3) || substr('nartelsinkorvemdapul', (1 + i / 8 % 17)::int, 4) || ' '
      || substr('ManTelSonKorBerDapLin', (1 + i * 31 % 7 * 3)::int, 3) || substr('estionamentivequoarde', (1 + i * 7919 % 17)::int, 5),
    'user' || i || '@' || substr('abcdefghij', (1 + i % 10)::int, 1) || '.example',
    CASE i % 9 WHEN 0 THEN NULL ELSE 'City ' || (i * 7919 % 1009) END, '2017-07-14'::date + (i * 7919 % 2300)::int
  FROM generate_series(1, (60000 * :units)::bigint) i;

CREATE TABLE orders(id bigint PRIMARY KEY, customer_id bigint NOT NULL, ordered_at timestamp NOT NULL, status text NOT NULL,
  total numeric(10, 2) NOT NULL, currency text NOT NULL, paid_on date);
INSERT INTO orders
  SELECT i, 1 + i * 7919 % (60000 * :units)::bigint, '2020-09-13'::timestamp + i * interval '131 seconds',
    (ARRAY['new', 'paid', 'sent', 'delivered', 'returned'])[1 + i % 5], (i * 7919 % 1000003) / 100.0,
    CASE i % 7 WHEN 0 THEN 'USD' WHEN 1 THEN 'CNY' ELSE 'EUR' END,
    CASE i % 5 WHEN 0 THEN NULL ELSE '2020-09-13'::date + (i * 131 / 86400 + i % 9)::int END
  FROM generate_series(1, (220000 * :units)::bigint) i;

CREATE TABLE order_items(order_id bigint NOT NULL, line int NOT NULL, sku text NOT NULL, quantity int NOT NULL, price numeric(10, 2) NOT NULL,
  PRIMARY KEY(order_id, line));
INSERT INTO order_items
  SELECT o, l, 'SKU-' || lpad(((o * 31 + l * 7919) % 20011)::text, 5, '0'), 1 + (o + l) % 4, ((o * 7 + l * 7919) % 50021) / 100.0
  FROM generate_series(1, (220000 * :units)::bigint) o, generate_series(1, 2) l;

ALTER TABLE orders ADD FOREIGN KEY (customer_id) REFERENCES customers(id);
CREATE INDEX orders_by_customer ON orders(customer_id, ordered_at);
COMMIT;
VACUUM ANALYZE;
