package org.safeward.engine.postgresql.connection;

import java.util.Map;

/** Settings under which the server writes and reads values as text, so that both sides mean the same. */
public final class TextSettings {
    /** Of these, what no setting of {@link OurSettings} has in the same way when the values are read again. */
    public static final Map<String, String> OF_ROWS = Map.of("lc_monetary", "C");

    private TextSettings() {}

    public static void apply(Session session) {
        session.execute("SET datestyle = 'ISO, YMD'");
        session.execute("SET intervalstyle = 'postgres'");
        session.execute("SET bytea_output = 'hex'");
        session.execute("SET xmlbinary = 'base64'");
        session.execute("SET extra_float_digits = 1");
        session.execute("SET timezone = 'UTC'");
        session.execute("SET lc_monetary = 'C'");
        // A policy that hides rows has to be an error, or rows would be lost in silence.
        session.execute("SET row_security = off");
    }
}
