package org.safeward.engine.postgresql.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.safeward.engine.Work;
import org.safeward.engine.postgresql.connection.Session;
import org.safeward.engine.postgresql.content.RowsTaken;
import org.safeward.engine.postgresql.sql.ContentEncoding;
import org.safeward.engine.postgresql.sql.ScriptStatement;
import org.safeward.engine.postgresql.sql.Setting;
import org.safeward.engine.postgresql.sql.TableName;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * Goes on behind objects that cannot be made and may be left out ({@link ScriptObject}), and remembers them. Whether that is wanted is asked
 * in the end ({@link #requireWanted}): only what the user has named may be missing. Anything else that fails ends the script at once.
 *
 * <p>A statement that fails inside a transaction is taken back to a savepoint, which only statements that make such objects get.
 */
public final class Forbearing implements ScriptTarget {
    /** Of the statement; not of the server, the disk or the connection. */
    static final Set<ErrorCode> OF_STATEMENT = Set.of(ErrorCode.SCRIPT_FAILED, ErrorCode.RIGHTS_LACKING);

    private final ScriptTarget target;
    private final Map<String, String> leftOut = new LinkedHashMap<>();
    private final Set<String> handles = new HashSet<>();
    private final Set<String> made = new HashSet<>();
    private final ChecksAside checks;
    private ScriptStatement latest;
    private String schema = "public";

    /**
     * @param target runs each statement when it comes
     * @param checks that are made last; what a COPY fails of is added
     */
    public Forbearing(SequentialLoad target, ChecksAside checks) {
        this.target = target;
        this.checks = checks;
    }

    @Override
    public Session session() {
        return target.session();
    }

    @Override
    public void encoding(ContentEncoding encoding) {
        target.encoding(encoding);
    }

    @Override
    public void execute(ScriptStatement statement) {
        latest = statement;
        if (statement.firstWord().equals("set")) {
            Setting.of(statement.sql())
                    .filter(setting -> setting.name().equals("search_path"))
                    .ifPresent(setting -> schema = setting.value());
        }
        var object = ScriptObject.madeBy(statement, schema);
        if (object.isPresent()) {
            make(object.get(), statement);
        } else if (handles.isEmpty()
                || ScriptObject.about(statement, schema).stream().noneMatch(handles::contains)) {
            target.execute(statement);
        }
    }

    private void make(ScriptObject object, ScriptStatement... statements) {
        var statement = statements[0];
        if (handles.contains(object.handle())) {
            return;
        }
        if (handles.contains(object.on())) {
            leaveOut(object, "what it belongs to is left out");
            return;
        }
        try {
            atOnceOrNotAtAll(statements);
            made.add(object.handle());
        } catch (Fault e) {
            // A view that was made before, so that others could refer to it, would stay with what stood in for it.
            boolean standsIn =
                    made.contains(object.handle()) && !statement.firstWord().equals("refresh");
            if (standsIn || !OF_STATEMENT.contains(e.code())) {
                throw e;
            }
            leaveOut(object, e.arguments().get(e.arguments().size() - 1));
        }
    }

    private void leaveOut(ScriptObject object, String reason) {
        leftOut.put(object.name(), reason);
        if (!made.contains(object.handle())) {
            handles.addAll(object.handles());
        }
    }

    private void atOnceOrNotAtAll(ScriptStatement... statements) {
        var session = target.session();
        if (!session.isInTransaction()) {
            List.of(statements).forEach(target::execute);
            return;
        }
        session.execute("SAVEPOINT safeward");
        try {
            List.of(statements).forEach(target::execute);
        } catch (Fault e) {
            if (OF_STATEMENT.contains(e.code())) {
                session.execute("ROLLBACK TO SAVEPOINT safeward");
            }
            throw e;
        }
        session.execute("RELEASE SAVEPOINT safeward");
    }

    /** Rows that a check keeps out are passed over: the script is run again, and all that this run finds is only what to set aside. */
    @Override
    public Rows copy(ScriptStatement statement) throws IOException {
        latest = statement;
        var session = target.session();
        checks.take(session);
        boolean inTransaction = session.isInTransaction();
        if (inTransaction) {
            session.execute("SAVEPOINT safeward");
        }
        return new Tried(target.copy(statement), statement.copiedTable(schema), inTransaction);
    }

    private final class Tried implements Rows {
        private final Rows rows;
        private final TableName table;
        private final boolean inTransaction;
        private boolean failed;

        Tried(Rows rows, TableName table, boolean inTransaction) {
            this.rows = rows;
            this.table = table;
            this.inTransaction = inTransaction;
        }

        @Override
        public void take(byte[] bytes, int offset, int length) throws IOException {
            if (!failed) {
                try {
                    rows.take(bytes, offset, length);
                } catch (Fault e) {
                    passOver(e);
                }
            }
        }

        @Override
        public void end() {
            if (failed) {
                return;
            }
            try {
                rows.end();
                if (inTransaction) {
                    target.session().execute("RELEASE SAVEPOINT safeward");
                }
            } catch (Fault e) {
                passOver(e);
            }
        }

        private void passOver(Fault fault) {
            rows.close();
            if (!OF_STATEMENT.contains(fault.code())) {
                throw fault;
            }
            if (inTransaction) {
                target.session().execute("ROLLBACK TO SAVEPOINT safeward");
            }
            if (!checks.foundAfter(fault, table, target.session())) {
                throw fault;
            }
            failed = true;
        }

        @Override
        public void close() {
            rows.close();
        }
    }

    @Override
    public RowsTaken taken() {
        return target.taken();
    }

    @Override
    public void finish() {
        checks.putBack(
                target.session(),
                (check, statements) ->
                        make(check, statements.stream().map(this::ofOurs).toArray(ScriptStatement[]::new)));
        target.finish();
    }

    private ScriptStatement ofOurs(String sql) {
        return new ScriptStatement(sql, latest.line(), latest.number(), false, latest.backslashes(), latest.encoding());
    }

    /** The objects that could not be made, with the reasons. */
    Map<String, String> leftOut() {
        return Collections.unmodifiableMap(leftOut);
    }

    /**
     * Tells of each object that was left out.
     *
     * @param skip the names of those that may be missing
     * @throws Fault OBJECTS_FAIL when others are; the job's warnings then list all that fail
     */
    public void requireWanted(Set<String> skip, Work work) {
        List<String> unwanted = new ArrayList<>(leftOut.keySet());
        unwanted.removeAll(skip);
        var code = unwanted.isEmpty() ? WarningCode.OBJECT_LEFT_OUT : WarningCode.OBJECT_FAILS;
        leftOut.forEach((object, reason) -> work.warn(Warning.of(code, object, reason)));
        if (!unwanted.isEmpty()) {
            throw new Fault(ErrorCode.OBJECTS_FAIL, String.join("; ", unwanted));
        }
    }
}
