package org.safeward.settings;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.safeward.store.remote.DirectoryPlace;
import org.safeward.store.remote.StorePlace;
import org.safeward.store.remote.s3.S3Credentials;
import org.safeward.store.remote.s3.S3Settings;
import org.safeward.store.remote.sftp.SftpSettings;
import org.safeward.store.remote.webdav.WebDavSettings;

/** Reads where one destination is: its URL, and the settings beside it that its kind needs. Credentials have no place in the URL. */
final class DestinationPlaces {
    private final SettingReader read;
    private final String key;

    DestinationPlaces(SettingReader read, String key) {
        this.read = read;
        this.key = key;
    }

    /** Empty when something is wrong, which is noted. */
    Optional<StorePlace> place() {
        Optional<String> url = read.text(key + ".url");
        if (url.isEmpty()) {
            read.fault(key + ".url", "is missing");
            return Optional.empty();
        }
        URI uri;
        try {
            uri = new URI(url.get());
        } catch (URISyntaxException e) {
            // Without its words, which repeat the URL: somebody may have written a password into it.
            read.fault(key + ".url", "is no URL");
            return Optional.empty();
        }
        try {
            return Optional.of(of(uri));
        } catch (IllegalArgumentException e) {
            read.fault(key + ".url", "cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    private StorePlace of(URI uri) {
        if (uri.getRawUserInfo() != null && uri.getRawUserInfo().contains(":")) {
            throw new IllegalArgumentException("a password is not part of the URL, but of " + key + ".password");
        }
        return switch (String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT)) {
            case "s3" -> s3(uri);
            case "sftp" -> sftp(uri);
            case "davs" -> webDav(uri, "https");
            case "dav" -> webDav(uri, "http");
            case "file" -> directory(uri);
            default ->
                throw new IllegalArgumentException("it begins with none of s3://, sftp://, davs://, dav://, file:///");
        };
    }

    private static DirectoryPlace directory(URI uri) {
        if (uri.getRawAuthority() != null
                || uri.getPath() == null
                || !uri.getPath().startsWith("/")) {
            throw new IllegalArgumentException("a directory is written as file:///path");
        }
        return new DirectoryPlace(Path.of(uri.getPath()).normalize());
    }

    private S3Settings s3(URI uri) {
        if (uri.getRawAuthority() == null || uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("a bucket is written as s3://bucket/prefix");
        }
        Optional<URI> endpoint = read.httpAddress(key + ".endpoint");
        Optional<String> accessKey = read.text(key + ".access-key");
        Optional<String> secretKey = read.text(key + ".secret-key");
        if (accessKey.isPresent() != secretKey.isPresent()) {
            throw new IllegalArgumentException(key + ".access-key and " + key + ".secret-key belong together");
        }
        return new S3Settings(
                endpoint,
                read.text(key + ".region", "us-east-1"),
                uri.getRawAuthority(),
                uri.getPath().replaceFirst("^/+", ""),
                read.flag(key + ".path-style", endpoint.isPresent()),
                accessKey.map(id -> new S3Credentials(id, secretKey.orElseThrow())));
    }

    private SftpSettings sftp(URI uri) {
        if (uri.getHost() == null
                || uri.getRawUserInfo() == null && read.text(key + ".user").isEmpty()) {
            throw new IllegalArgumentException("an SFTP server is written as sftp://user@host/directory");
        }
        String user = uri.getUserInfo() == null ? read.text(key + ".user", "") : uri.getUserInfo();
        int port = uri.getPort() < 0 ? SftpSettings.USUAL_PORT : uri.getPort();
        return new SftpSettings(
                uri.getHost().replaceAll("[\\[\\]]", ""), port, user, login(), hostKey(), sftpDirectory(uri.getPath()));
    }

    /** {@code /~/backups} is below where the user begins. */
    private static String sftpDirectory(String path) {
        if (path.equals("/~") || path.equals("/~/")) {
            return ".";
        }
        return path.startsWith("/~/") ? path.substring("/~/".length()) : path;
    }

    private SftpSettings.Login login() {
        Optional<Path> file = Optional.ofNullable(read.path(key + ".key-file", null));
        Optional<String> password = read.text(key + ".password");
        if (file.isPresent()) {
            return new SftpSettings.PrivateKeyFile(file.get(), read.text(key + ".key-passphrase", ""));
        }
        return new SftpSettings.Password(password.orElseThrow(
                () -> new IllegalArgumentException("one of " + key + ".key-file and " + key + ".password is needed")));
    }

    private SftpSettings.HostKey hostKey() {
        Optional<String> fingerprint = read.text(key + ".host-key");
        Path known = read.path(key + ".known-hosts", null);
        if (fingerprint.isEmpty() && known == null) {
            throw new IllegalArgumentException("one of " + key + ".known-hosts and " + key
                    + ".host-key is needed: without it anybody could be the server");
        }
        return fingerprint.isPresent()
                ? new SftpSettings.Fingerprint(fingerprint.get())
                : new SftpSettings.KnownHosts(known);
    }

    private WebDavSettings webDav(URI uri, String scheme) {
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("the user is not part of the URL, but of " + key + ".user");
        }
        Optional<String> user = read.text(key + ".user");
        return new WebDavSettings(
                URI.create(scheme + uri.toString().substring(uri.getScheme().length())),
                user.map(name -> new WebDavSettings.Login(name, read.text(key + ".password", ""))),
                Optional.ofNullable(read.path(key + ".ca-file", null)));
    }
}
