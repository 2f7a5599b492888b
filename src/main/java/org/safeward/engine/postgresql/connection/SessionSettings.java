package org.safeward.engine.postgresql.connection;

import java.util.HashMap;
import java.util.Map;

/**
 * What a session's server knows of settings.
 *
 * @param byName in lower case
 * @param mighty whether the role is a superuser
 */
record SessionSettings(Map<String, Row> byName, boolean mighty) {

    private record Row(String current, String whenReset, String context) {}

    static SessionSettings of(Session session) {
        var byName = new HashMap<String, Row>();
        session.list(
                        "SELECT pg_catalog.lower(name), setting, reset_val, context FROM pg_catalog.pg_settings",
                        row -> Map.entry(
                                row.getString(1), new Row(row.getString(2), row.getString(3), row.getString(4))))
                .forEach(row -> byName.put(row.getKey(), row.getValue()));
        return new SessionSettings(
                byName, session.is("SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user"));
    }

    /** Empty for one that it does not know. */
    String current(String name) {
        return byName.containsKey(name) ? byName.get(name).current() : "";
    }

    /** What the server's file, the database and the role give a session, and the driver with its first word. */
    String whenReset(String name) {
        return byName.containsKey(name) ? byName.get(name).whenReset() : "";
    }

    /** Settings of no program that the server knows may be made by everybody. */
    boolean mayBeMade(String name) {
        if (!byName.containsKey(name)) {
            return name.indexOf('.') > 0;
        }
        String context = byName.get(name).context();
        return context.equals("user") || mighty && context.equals("superuser");
    }
}
