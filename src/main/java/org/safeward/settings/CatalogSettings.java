package org.safeward.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where our own tables are, and who we are to others that share them.
 *
 * @param url a JDBC URL
 * @param nodeName of this machine, the same after each start
 */
public record CatalogSettings(String url, Optional<String> user, Optional<String> password, String nodeName) {
    private static final String SETTING = "safeward.catalog.url";
    private static final String SQLITE = "jdbc:sqlite:";

    static CatalogSettings of(SettingReader read, Path home) {
        String url = read.text(SETTING, SqliteAddress.url(home.resolve("catalog.db")));
        if (!url.startsWith(SQLITE) && !url.startsWith("jdbc:postgresql:")) {
            read.fault(SETTING, "is neither jdbc:sqlite: nor jdbc:postgresql:");
        }
        return new CatalogSettings(
                url,
                read.text("safeward.catalog.user"),
                read.text("safeward.catalog.password"),
                read.text("safeward.node.name").orElseGet(CatalogSettings::host));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** Whether it lies in a file, which one server alone may use. */
    public boolean isSqlite() {
        return url.startsWith(SQLITE);
    }
}
