-- What a database is, apart from the text of a dump: one line a fact. Run by psql, so that nothing of ours takes part in it.
SET search_path = pg_catalog;
SET row_security = off;
SET client_min_messages = error;
SET datestyle = 'ISO, MDY';
SET timezone = 'UTC';
SET intervalstyle = postgres;
SET bytea_output = hex;
SET extra_float_digits = 3;
SET lc_monetary = 'C';
SET xmloption = content;
SET quote_all_identifiers = off;

-- Rows, whatever their order, of everything that keeps any: materialized views and the tables of extensions too.
SELECT CASE WHEN c.relkind = 'm' AND NOT c.relispopulated THEN format('SELECT ''rows %s not populated''', replace(format('%I.%I', n.nspname, c.relname), '''', ''''''))
    ELSE format('SELECT %L || count(*) || '' '' || coalesce(md5(string_agg(m, '''' ORDER BY m COLLATE "C")), ''-'') FROM (SELECT md5(t::text) AS m FROM ONLY %I.%I t) r',
        format('rows %I.%I ', n.nspname, c.relname), n.nspname, c.relname) END
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm') AND c.relpersistence <> 't' AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_toast'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C" \gexec

SELECT format('SELECT %L || last_value || '' '' || is_called FROM %I.%I', format('sequence %I.%I ', n.nspname, c.relname), n.nspname, c.relname)
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND c.relpersistence <> 't'
ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C" \gexec

SELECT 'large object ' || oid || ' ' || md5(lo_get(oid)) FROM pg_largeobject_metadata ORDER BY oid;

-- Every object's owner and grants: asked of all catalogs that have either. What stands for a default is written out.
SELECT format($q$SELECT 'owner of ' || i.type || ' ' || i.identity || ': ' || %s || ' ' || %s FROM %I o,
        pg_identify_object(%s::regclass, o.oid, 0) i WHERE coalesce(i.schema, '') !~ '^pg_(toast|temp)' ORDER BY (i.type || i.identity) COLLATE "C"$q$,
    coalesce(max(format('pg_get_userbyid(o.%I)', a.attname)) FILTER (WHERE a.atttypid = 'oid'::regtype), ''''''),
    coalesce(max(format($q$coalesce((SELECT string_agg(x::text, ' ' ORDER BY x::text COLLATE "C") FROM unnest(coalesce(o.%I, acldefault(%s, o.%I))) x), '')$q$,
        a.attname,
        CASE c.relname WHEN 'pg_class' THEN $q$CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char"$q$ WHEN 'pg_proc' THEN '''f''' WHEN 'pg_type' THEN '''T'''
            WHEN 'pg_namespace' THEN '''n''' WHEN 'pg_language' THEN '''l''' WHEN 'pg_foreign_data_wrapper' THEN '''F''' WHEN 'pg_foreign_server' THEN '''S'''
            WHEN 'pg_largeobject_metadata' THEN '''L''' END,
        (SELECT min(w.attname) FROM pg_attribute w WHERE w.attrelid = c.oid AND w.attname ~ 'owner$'))) FILTER (WHERE a.atttypid = 'aclitem[]'::regtype), ''''''),
    c.relname, quote_literal(replace(c.relname, 'pg_largeobject_metadata', 'pg_largeobject')))
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND NOT c.relisshared AND a.attname ~ '(owner|acl)$' AND a.attnum > 0
    AND a.atttypid IN ('oid'::regtype, 'aclitem[]'::regtype) AND c.relname NOT IN ('pg_attribute', 'pg_default_acl', 'pg_init_privs')
GROUP BY c.oid, c.relname ORDER BY c.relname \gexec

SELECT 'grants on column ' || attrelid::regclass || '.' || attname || ': ' || (SELECT string_agg(x::text, ' ' ORDER BY x::text COLLATE "C") FROM unnest(attacl) x)
FROM pg_attribute WHERE attacl IS NOT NULL AND attacl <> '{}' ORDER BY 1;
SELECT 'default grants ' || defaclrole::regrole || ' ' || coalesce(nspname, '-') || ' ' || defaclobjtype::text || ': '
    || (SELECT string_agg(x::text, ' ' ORDER BY x::text COLLATE "C") FROM unnest(defaclacl) x)
FROM pg_default_acl LEFT JOIN pg_namespace n ON n.oid = defaclnamespace ORDER BY 1;

-- The database as others see it.
SELECT 'database owner ' || datdba::regrole || ' encoding ' || pg_encoding_to_char(encoding) || ' collate ' || datcollate || ' ctype ' || datctype
    || ' limit ' || datconnlimit || ' template ' || datistemplate || ' connections ' || datallowconn || ' tablespace ' || dattablespace
FROM pg_database WHERE datname = current_database();
SELECT 'database grants ' || coalesce((SELECT string_agg(x::text, ' ' ORDER BY x::text COLLATE "C") FROM unnest(coalesce(datacl, acldefault('d', datdba))) x), '')
FROM pg_database WHERE datname = current_database();
SELECT 'database setting ' || CASE setrole WHEN 0 THEN 'all' ELSE setrole::regrole::text END || ' ' || setting
FROM pg_db_role_setting, unnest(setconfig) setting WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1;
SELECT 'database comment ' || shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database();
SELECT 'database label ' || provider || ' ' || label FROM pg_shseclabel WHERE classoid = 'pg_database'::regclass
    AND objoid = (SELECT oid FROM pg_database WHERE datname = current_database()) ORDER BY 1;
