package org.safeward.databases;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.safeward.engine.postgresql.EverythingDatabase;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.SafewardServer;

/**
 * The databases of {@link PostgresIT}: two that hold everything, one of a superuser that is swapped and one whose role is let in
 * nowhere else, which leaves only the way in place; one of a plain role; an SQLite file; and three that something is wrong with.
 */
record ProtectedServers(PostgresServer postgres, Path folder) {
    static final String SWAPPED = "Every \"thing\" ü";
    static final String IN_PLACE = "every_in_place";
    static final String ORDERS = "orders_of_the_shop";
    static final String OWNER = "orders_owner";
    private static final String SETTLER = "settler";
    private static final String PLAIN_PASSWORD = "no need to encode";

    static ProtectedServers create(PostgresServer postgres, Path folder) throws IOException {
        ProtectedServers servers = new ProtectedServers(postgres, folder);
        EverythingDatabase.create(postgres, SWAPPED);
        EverythingDatabase.create(postgres, IN_PLACE);
        postgres.role(SETTLER, "LOGIN SUPERUSER");
        postgres.sql("postgres", "ALTER ROLE " + SETTLER + " PASSWORD '" + PLAIN_PASSWORD + "'");
        postgres.letIn(SETTLER, IN_PLACE);
        postgres.role(OWNER, "LOGIN CREATEDB NOSUPERUSER");
        postgres.role("stranger", "LOGIN NOSUPERUSER");
        servers.freshOrders();
        SmallDatabase.create(servers.sqliteFile());
        return servers;
    }

    void freshOrders() {
        postgres.drop(ORDERS);
        postgres.sql("postgres", "CREATE DATABASE " + ORDERS + " OWNER " + OWNER);
        postgres.sql(
                ORDERS,
                "SET ROLE " + OWNER,
                "CREATE TABLE customer (id serial PRIMARY KEY, name text)",
                "CREATE TABLE purchase (id serial PRIMARY KEY, customer int REFERENCES customer)",
                "INSERT INTO customer (name) VALUES ('Ann'), ('Björk')",
                "INSERT INTO purchase (customer) VALUES (1), (2), (2)");
    }

    Path sqliteFile() {
        return folder.resolve("lite.db");
    }

    /** Their addresses in all the ways that there are to write them. */
    SafewardServer protectedBy(SafewardServer safeward) throws IOException {
        return safeward.with("safeward.databases", "default,in_place,orders,lite,locked_out,down,strange")
                .with("DATABASE_URL", postgres.url(SWAPPED, PostgresServer.SUPERUSER))
                .with("safeward.database.in_place.url", jdbc(postgres.port(), IN_PLACE))
                .with("safeward.database.in_place.user", SETTLER)
                .with("safeward.database.in_place.password", PLAIN_PASSWORD)
                .with("safeward.database.orders.url", postgres.url(ORDERS, OWNER))
                .with("safeward.database.lite.url", "jdbc:sqlite:" + sqliteFile())
                .with("safeward.database.locked_out.url", jdbc(postgres.port(), ORDERS))
                .with("safeward.database.locked_out.user", OWNER)
                .with("safeward.database.locked_out.password", "a wrong one")
                .with("safeward.database.down.url", jdbc(silentPort(), ORDERS))
                .with("safeward.database.down.user", OWNER)
                .with("safeward.database.strange.url", postgres.url(ORDERS, "stranger"));
    }

    private static String jdbc(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static int silentPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The rules of the server go back to what they were, since other tests share it. */
    void forget() throws IOException {
        postgres.letIn(SETTLER);
        postgres.databases().stream().filter(name -> !name.equals("postgres")).forEach(postgres::drop);
    }
}
