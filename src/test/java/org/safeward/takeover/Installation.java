package org.safeward.takeover;

import jakarta.security.enterprise.identitystore.Pbkdf2PasswordHash;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.safeward.access.Accounts;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.KeyPair;
import org.safeward.beans.Beans;
import org.safeward.catalog.CatalogDataSource;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.destinations.InstallationKeys;
import org.safeward.destinations.manifest.PublicKeyText;
import org.safeward.engine.postgresql.PostgresServer;
import org.safeward.settings.Settings;

/** Safeward's beans on a catalog of either kind, with one encrypted destination. */
public final class Installation implements AutoCloseable {
    enum Kind {
        SQLITE,
        POSTGRESQL
    }

    private final Beans beans;
    private final Path home;
    private final KeyPair pair;

    /** On a catalog in its home, with one backup of the catalog in the destination. */
    public static PublicKeyText lost(Path folder, KeyPair pair) throws IOException, SQLException {
        try (Installation lost = new Installation(folder, "lost home", Kind.SQLITE, null, pair)) {
            lost.get(Accounts.class).add("erna", "hash", "VIEWER");
            lost.get(BackUpCatalog.class).to(lost.nas());
            return lost.publicKey();
        }
    }

    Installation(Path folder, String name, Kind kind, PostgresServer server, KeyPair pair) {
        this.home = folder.resolve(name);
        this.pair = pair;
        Map<String, String> settings = new HashMap<>();
        settings.put("safeward.database.default.url", "jdbc:sqlite:" + folder.resolve("live.db"));
        settings.put("safeward.destinations", "nas");
        settings.put("safeward.destination.nas.url", "file://" + folder.resolve("nas"));
        settings.put("safeward.destination.nas.recipients", pair.publicKey());
        if (kind == Kind.POSTGRESQL) {
            server.create(name);
            settings.put("safeward.catalog.url", "jdbc:postgresql://127.0.0.1:" + server.port() + "/" + name);
            settings.put("safeward.catalog.user", PostgresServer.SUPERUSER);
            settings.put("safeward.catalog.password", PostgresServer.PASSWORD);
        }
        beans = Beans.in(home, settings).with(Pbkdf2PasswordHash.class, new WithoutHashing());
        try {
            Files.createDirectories(home);
            Files.createDirectories(folder.resolve("nas"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server has the real one; no password is checked here. */
    private static final class WithoutHashing implements Pbkdf2PasswordHash {
        @Override
        public String generate(char[] password) {
            return "hash";
        }

        @Override
        public boolean verify(char[] password, String hash) {
            return false;
        }
    }

    <T> void watch(Class<T> event, Consumer<T> told) {
        beans.observing(event, told);
    }

    <T> T get(Class<T> type) {
        return beans.get(type);
    }

    Path home() {
        return home;
    }

    Destination nas() {
        return get(Destinations.class).get("nas");
    }

    PublicKeyText publicKey() {
        return get(InstallationKeys.class).own().publicKey();
    }

    TakeOverCatalog.Taken takeOver(PublicKeyText key) throws Exception {
        return takeOver(key, pair);
    }

    TakeOverCatalog.Taken takeOver(PublicKeyText key, KeyPair opening) throws Exception {
        try (Identity identity = Identity.parse(opening.secretKey())) {
            return get(TakeOverCatalog.class)
                    .takeOver(new TakeOverCatalog.Request(nas(), Optional.empty(), key, identity, "admin"));
        }
    }

    String ask(String sql) {
        try (Connection catalog = new CatalogDataSource(get(Settings.class)).getConnection();
                Statement statement = catalog.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    void change(String sql) {
        try (Connection catalog = new CatalogDataSource(get(Settings.class)).getConnection();
                Statement statement = catalog.createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** What a take-over that comes to nothing must leave as it is. */
    List<String> state() {
        return List.of("account", "api_key", "signing_key", "download_ticket", "audit", "backup_record", "trusted_key")
                .stream()
                .map(table -> table + " " + ask("SELECT COUNT(*) FROM " + table))
                .toList();
    }

    @Override
    public void close() {
        beans.close();
    }
}
