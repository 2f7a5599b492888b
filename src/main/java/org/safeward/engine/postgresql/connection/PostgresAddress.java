package org.safeward.engine.postgresql.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * Where a database is and who we are there.
 *
 * @param parameters what the URL adds, such as sslmode and sslrootcert, by libpq's names, which are the driver's too
 * @param source where connections come from, in place of user and password; empty for the driver
 */
public record PostgresAddress(
        String host,
        int port,
        String database,
        String user,
        String password,
        Map<String, String> parameters,
        Optional<DataSource> source) {
    /** What databases of this kind are called in manifests and settings. */
    public static final String KIND = "postgresql";

    private static final int DEFAULT_PORT = 5432;
    private static final Pattern SERVER =
            Pattern.compile("((?<login>.*)@)?(?<host>\\[[^\\]]+]|[^:@,]+)(:(?<port>\\d{1,5}))?");

    public PostgresAddress {
        parameters = Map.copyOf(parameters);
    }

    public PostgresAddress(
            String host, int port, String database, String user, String password, Map<String, String> parameters) {
        this(host, port, database, user, password, parameters, Optional.empty());
    }

    /**
     * Reads {@code jdbc:postgresql://host:port/name?...}, {@code postgresql://user:password@host:port/name?...} or
     * {@code postgres://...}, percent-encoded (RFC 3986).
     *
     * @param user taken before the URL's, null or empty when there is none
     * @param password as the user
     * @throws Fault BAD_FIELD; the message never holds the password
     */
    public static PostgresAddress parse(String url, String user, String password) {
        try {
            var uri = new URI(url.startsWith("jdbc:") ? url.substring("jdbc:".length()) : url);
            // Not by the parts that URI knows: it has none for a host with an underscore, as containers have.
            var server = SERVER.matcher(uri.getRawAuthority() == null ? "" : uri.getRawAuthority());
            if (!String.valueOf(uri.getScheme()).matches("postgres(ql)?") || !server.matches()) {
                throw invalid(null);
            }
            var parameters = parameters(uri.getRawQuery());
            String login = server.group("login") == null ? "" : server.group("login");
            int colon = login.indexOf(':');
            String urlUser = decode(colon < 0 ? login : login.substring(0, colon));
            String urlPassword = colon < 0 ? "" : decode(login.substring(colon + 1));
            String owner = first(user, urlUser, parameters.remove("user"), System.getProperty("user.name"));
            String secret = first(password, urlPassword, parameters.remove("password"), "");
            String path = uri.getRawPath() == null ? "" : decode(uri.getRawPath());
            String database = path.length() > 1 ? path.substring(1) : owner;
            int port = server.group("port") == null ? DEFAULT_PORT : Integer.parseInt(server.group("port"));
            String host = server.group("host").replaceAll("[\\[\\]]", "");
            return new PostgresAddress(host, port, database, owner, secret, parameters);
        } catch (URISyntaxException e) {
            // Neither the exception nor its message travels on: both hold the whole URL.
            throw invalid(e.getReason());
        } catch (IllegalArgumentException e) {
            // A percent sign with something else than two hexadecimal digits behind it.
            throw invalid("percent-encoding");
        }
    }

    /** The same server, another database. */
    public PostgresAddress in(String other) {
        return new PostgresAddress(host, port, other, user, password, parameters, source);
    }

    /**
     * The same database by connections of this source: for whom no user of ours is known. Other databases of the server, and programs such as
     * pg_dump, cannot be reached so.
     */
    public PostgresAddress through(DataSource connections) {
        return new PostgresAddress(host, port, database, user, password, parameters, Optional.of(connections));
    }

    /** For people: no password. */
    @Override
    public String toString() {
        return "postgresql://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port + "/" + database;
    }

    private static Map<String, String> parameters(String query) {
        var parameters = new LinkedHashMap<String, String>();
        if (query != null) {
            for (String pair : query.split("&")) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    /** A plus is a plus here: only forms write spaces so. */
    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String first(String... candidates) {
        for (String candidate : candidates) {
            if (candidate != null && !candidate.isEmpty()) {
                return candidate;
            }
        }
        return "";
    }

    private static Fault invalid(String reason) {
        return new Fault(
                ErrorCode.BAD_FIELD,
                "database url: not postgresql://user:password@host:port/database"
                        + (reason == null ? "" : " (" + reason + ")"));
    }
}
