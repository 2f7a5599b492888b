package org.safeward.catalog;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A connection that outlives its server's restart. Payara's pool looks whether a connection still works before it gives it away; WildFly's does
 * so only for pools that an administrator has set up. So this one looks itself when it was idle for a while and is in no
 * transaction, and connects anew if it has to.
 */
final class LastingConnection implements InvocationHandler {
    private static final long IDLE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final int SECONDS_TO_ANSWER = 5;

    private final Opening opening;
    private Connection current;
    private long usedAt = System.nanoTime();
    private boolean closed;
    private boolean autoCommit = true;
    private boolean inTransaction;

    /** Makes a new connection to the same database. */
    @FunctionalInterface
    interface Opening {
        Connection open() throws SQLException;
    }

    private LastingConnection(Opening opening) throws SQLException {
        this.opening = opening;
        this.current = opening.open();
    }

    static Connection open(Opening opening) throws SQLException {
        return (Connection) Proxy.newProxyInstance(
                LastingConnection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                new LastingConnection(opening));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        switch (method.getName()) {
            case "equals" -> {
                return proxy == arguments[0];
            }
            case "hashCode" -> {
                return System.identityHashCode(proxy);
            }
            case "isClosed", "isValid" -> {
                // Asked for the sake of the answer: it must not be made true by asking.
                return call(method, arguments);
            }
            case "close", "abort" -> {
                closed = true;
                return call(method, arguments);
            }
            case "commit" -> {
                inTransaction = false;
                return call(method, arguments);
            }
            case "rollback" -> {
                boolean whole = arguments == null;
                inTransaction &= !whole;
                // What was open when the server went away, the server has taken back.
                return whole && current.isClosed() ? null : call(method, arguments);
            }
            case "setAutoCommit" -> {
                revive();
                inTransaction = false;
                Object result = call(method, arguments);
                autoCommit = (boolean) arguments[0];
                return result;
            }
            default -> {
                revive();
                inTransaction |= !autoCommit;
                return call(method, arguments);
            }
        }
    }

    private Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(current, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            usedAt = System.nanoTime();
        }
    }

    private void revive() throws SQLException {
        boolean idle = System.nanoTime() - usedAt > IDLE_NANOS;
        if (closed || inTransaction || !idle && !current.isClosed()) {
            return;
        }
        if (!current.isValid(SECONDS_TO_ANSWER)) {
            current.close();
            current = opening.open();
            current.setAutoCommit(autoCommit);
        }
    }
}
