package org.safeward.engine.postgresql.content;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table {@code r} of random columns with random rows, made by the server's own {@code random()} under a seed. */
final class RandomRows {
    /** A type, and an expression that gives one of its values by {@code i} and {@code random()}. */
    private record Values(String type, String expression) {}

    private static final List<Values> VALUES = List.of(
            new Values("bigint", "(random() * 1e18)::bigint - 5e17::bigint"),
            new Values("smallint", "(i % 30000)::smallint"),
            new Values("double precision", "(random() - 0.5) * 10.0 ^ (i % 600 - 300)"),
            new Values("real", "(random() * 10.0 ^ (i % 30))::real"),
            new Values("numeric", "round((random() * 1e9)::numeric, i % 7)"),
            new Values("text", "repeat(chr(9 + i % 90) || chr(20000 + i), i % 9)"),
            new Values("varchar(40)", "left(md5(random()::text) || E'\\\\\\t\\n\\r\\b', 40)"),
            new Values("char(9)", "left(i::text, 9)"),
            new Values("bytea", "decode(md5(random()::text), 'hex')"),
            new Values("boolean", "random() < 0.5"),
            new Values("timestamptz", "'2000-01-01'::timestamptz + random() * interval '30 years'"),
            new Values("timestamp", "'infinity'::timestamp"),
            new Values("date", "'0001-01-01 BC'::date + i"),
            new Values("interval", "make_interval(months => (i % 30)::int, days => (-i)::int, secs => random() * 1e5)"),
            new Values("json", "('{ \"a\" :' || i || ', \"a\":[null , 1.50]}')::json"),
            new Values("jsonb", "jsonb_build_object('k' || i, random(), 'n', null)"),
            new Values("uuid", "md5(random()::text)::uuid"),
            new Values("inet", "'10.0.0.0/8'::inet + i"),
            new Values("int4range", "int4range(i, i + (random() * 9)::int)"),
            new Values("text[]", "ARRAY[i::text, NULL, 'a,\"b\\', '']"),
            new Values("point", "point(random(), random() / 3)"),
            new Values("bit varying", "i::bit(32)"),
            new Values("money", "(i * random())::numeric::money"),
            new Values("tsvector", "to_tsvector('simple', 'word' || i || ' other')"));

    private RandomRows() {}

    static List<String> create(Random random) {
        int count = 1 + random.nextInt(8);
        List<Values> columns = IntStream.range(0, count)
                .mapToObj(i -> VALUES.get(random.nextInt(VALUES.size())))
                .toList();
        String definitions = IntStream.range(0, count)
                .mapToObj(i -> "c" + i + " " + columns.get(i).type())
                .collect(Collectors.joining(", "));
        String expressions = columns.stream()
                .map(column -> "CASE WHEN random() < 0.1 THEN NULL ELSE " + column.expression() + " END")
                .collect(Collectors.joining(", "));
        List<String> statements = new ArrayList<>();
        statements.add("CREATE TABLE public.r (gone int, bits bigint NOT NULL, " + definitions + ")");
        statements.add("ALTER TABLE public.r DROP COLUMN gone");
        statements.add("SELECT setseed(" + random.nextDouble() + ")");
        statements.add("INSERT INTO public.r SELECT (random() * 1e15)::bigint, " + expressions
                + " FROM generate_series(1, " + (1 + random.nextInt(400)) + ") i");
        if (random.nextBoolean()) {
            statements.add("ALTER TABLE public.r ADD COLUMN made bigint GENERATED ALWAYS AS (bits / 3) STORED");
        }
        return statements;
    }

    /** @param row its ctid */
    static String oneBit(Random random, String row) {
        return "UPDATE public.r SET bits = bits # " + (1L << random.nextInt(50)) + " WHERE ctid = '" + row + "'";
    }
}
