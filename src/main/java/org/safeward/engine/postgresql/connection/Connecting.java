package org.safeward.engine.postgresql.connection;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;

/** How the driver is told where to connect, and in which manner. */
final class Connecting {
    private static final String CONNECT_SECONDS = "10";
    private static final String CANCEL_SECONDS = "1";

    private static final String SHARE_OF_HEAP = "10percent";

    /** libpq's, which pg_dump gets; the driver has no such settings or other units for them. */
    private static final Set<String> NOT_THE_DRIVERS = Set.of("channel_binding", "connect_timeout");

    private Connecting() {}

    static String url(PostgresAddress address) {
        String host = address.host().indexOf(':') < 0 ? address.host() : "[" + address.host() + "]";
        String database =
                URLEncoder.encode(address.database(), StandardCharsets.UTF_8).replace("+", "%20");
        return "jdbc:postgresql://" + host + ":" + address.port() + "/" + database;
    }

    static Properties properties(PostgresAddress address, String name) {
        var properties = new Properties();
        address.parameters().forEach((key, value) -> {
            if (!NOT_THE_DRIVERS.contains(key)) {
                properties.setProperty(key, value);
            }
        });
        properties.setProperty("user", address.user());
        if (!address.password().isEmpty()) {
            // Without one the driver looks into the pass file of the user who runs us, as pg_dump does.
            properties.setProperty("password", address.password());
        }
        properties.setProperty("ApplicationName", name);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("cancelSignalTimeout", CANCEL_SECONDS);
        properties.setProperty("tcpKeepAlive", "true");
        // Statements of a script are seen once, so nothing is gained by caching or preparing them.
        properties.setProperty("preparedStatementCacheQueries", "0");
        properties.setProperty("preferQueryMode", "simple");
        // A statement of a script may return a row of a gigabyte: that has to be its fault and not the end of the
        // process.
        properties.setProperty("maxResultBuffer", SHARE_OF_HEAP);
        // COPY sends bytes as they are; what is text in other encodings than UTF-8 is the business of ContentEncoding.
        properties.setProperty("allowEncodingChanges", "true");
        return properties;
    }
}
