-- Which functions of users are run when an object is made and filled: by it, by the operators and views that it uses, by SQL bodies.
WITH RECURSIVE users AS (
    SELECT c.oid, c.relname, c.relkind, n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^pg_' AND NOT EXISTS (SELECT FROM pg_depend e
        WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
), reach(kind, part, nspname, relname, classid, objid) AS (
    SELECT CASE WHEN k.oid IS NULL THEN 'index' ELSE 'constraint' END, k.conname,
        u.nspname, CASE WHEN k.oid IS NULL THEN u.relname ELSE (SELECT relname FROM pg_class t WHERE t.oid = i.indrelid) END,
        'pg_class'::regclass::oid, u.oid
    FROM users u JOIN pg_index i ON i.indexrelid = u.oid LEFT JOIN pg_constraint k ON k.conindid = u.oid AND k.contype = 'x'
    WHERE i.indexprs IS NOT NULL OR i.indpred IS NOT NULL
    UNION SELECT 'constraint', k.conname, u.nspname, u.relname, 'pg_constraint'::regclass::oid, k.oid
    FROM pg_constraint k JOIN users u ON u.oid = k.conrelid WHERE k.contype = 'c'
    UNION SELECT 'domain constraint', k.conname, n.nspname, t.typname, 'pg_constraint'::regclass::oid, k.oid
    FROM pg_constraint k JOIN pg_type t ON t.oid = k.contypid JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_type'::regclass AND e.objid = t.oid AND e.deptype = 'e')
    UNION SELECT 'column', a.attname, u.nspname, u.relname, 'pg_attrdef'::regclass::oid, d.oid
    FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum JOIN users u ON u.oid = d.adrelid
    WHERE a.attgenerated <> ''
    UNION SELECT 'table', NULL, u.nspname, u.relname, 'pg_class'::regclass::oid, u.oid
    FROM pg_partitioned_table p JOIN users u ON u.oid = p.partrelid WHERE p.partexprs IS NOT NULL
    UNION SELECT 'materialized view', NULL, u.nspname, u.relname, 'pg_rewrite'::regclass::oid, r.oid
    FROM users u JOIN pg_class c ON c.oid = u.oid JOIN pg_rewrite r ON r.ev_class = u.oid WHERE u.relkind = 'm' AND c.relispopulated
    UNION SELECT r.kind, r.part, r.nspname, r.relname, next.classid, next.objid
    FROM reach r CROSS JOIN LATERAL (
        SELECT d.refclassid, d.refobjid FROM pg_depend d
        WHERE d.classid = r.classid AND d.objid = r.objid AND d.refobjid >= 16384
            AND (d.refclassid IN ('pg_proc'::regclass, 'pg_operator'::regclass) OR d.refclassid = 'pg_class'::regclass
                AND EXISTS (SELECT FROM pg_class v WHERE v.oid = d.refobjid AND v.relkind = 'v'))
        UNION ALL SELECT 'pg_rewrite'::regclass::oid, w.oid FROM pg_rewrite w JOIN pg_class v ON v.oid = w.ev_class
        WHERE r.classid = 'pg_class'::regclass AND v.oid = r.objid AND v.relkind = 'v'
        UNION ALL SELECT 'pg_proc'::regclass::oid, o.oprcode::oid FROM pg_operator o
        WHERE r.classid = 'pg_operator'::regclass AND o.oid = r.objid) next(classid, objid)
)
SELECT DISTINCT kind, part, nspname, relname, objid FROM reach WHERE classid = 'pg_proc'::regclass ORDER BY 1, 3, 4, 2, 5
