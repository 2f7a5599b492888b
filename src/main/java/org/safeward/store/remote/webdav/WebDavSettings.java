package org.safeward.store.remote.webdav;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StorePlace;

/**
 * Where a WebDAV server keeps files, and who we are to it.
 *
 * @param collection its URL; it has to exist
 * @param login for Basic authentication
 * @param authorities a file of PEM certificates that are trusted instead of the JVM's own
 */
public record WebDavSettings(URI collection, Optional<Login> login, Optional<Path> authorities) implements StorePlace {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    public WebDavSettings {
        String scheme = String.valueOf(collection.getScheme()).toLowerCase(Locale.ROOT);
        if (!Set.of("http", "https").contains(scheme) || collection.getHost() == null) {
            throw new IllegalArgumentException("not an http or https URL");
        }
        if (collection.getRawUserInfo() != null
                || collection.getRawQuery() != null
                || collection.getRawFragment() != null) {
            throw new IllegalArgumentException("a URL without user, query and fragment is wanted");
        }
        if (login.isPresent() && scheme.equals("http") && !LOOPBACK.contains(collection.getHost())) {
            throw new IllegalArgumentException("credentials go over https only, or to this machine itself");
        }
        if (!collection.getRawPath().endsWith("/")) {
            collection = URI.create(collection + "/");
        }
    }

    @Override
    public String address() {
        return collection.toString();
    }

    @Override
    public String kind() {
        return "webdav";
    }

    @Override
    public RemoteStore open(Limits limits) {
        return new WebDavStore(this, limits);
    }

    /** Who we are. */
    public record Login(String user, String password) {
        /** RFC 7617. */
        String header() {
            byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
            return "Basic " + Base64.getEncoder().encodeToString(both);
        }

        @Override
        public String toString() {
            return user + " with a password";
        }
    }
}
