package org.safeward.store.remote.sftp;

import java.nio.file.Path;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StorePlace;

/**
 * Where an SFTP server is, how it is known, and who we are to it.
 *
 * @param directory as the server names it: from its root, or from where the user begins; it has to exist
 */
public record SftpSettings(String host, int port, String user, Login login, HostKey hostKey, String directory)
        implements StorePlace {
    public static final int USUAL_PORT = 22;

    public SftpSettings {
        if (host.isBlank() || user.isBlank() || directory.isBlank() || port < 1 || port > 65_535) {
            throw new IllegalArgumentException("host, port, user or directory is missing");
        }
        if (directory.length() > 1 && directory.endsWith("/")) {
            directory = directory.substring(0, directory.length() - 1);
        }
    }

    /** For messages: without what proves who we are. */
    @Override
    public String address() {
        String host = this.host.contains(":") ? "[" + this.host + "]" : this.host;
        String path = directory.startsWith("/") ? directory : "/~/" + directory;
        return "sftp://" + user + "@" + host + (port == USUAL_PORT ? "" : ":" + port) + path;
    }

    @Override
    public String kind() {
        return "sftp";
    }

    @Override
    public RemoteStore open(Limits limits) {
        return new SftpStore(this, limits);
    }

    /** How we prove who we are. */
    public sealed interface Login permits Password, PrivateKeyFile {}

    public record Password(String secret) implements Login {
        @Override
        public String toString() {
            return "a password";
        }
    }

    /**
     * A file as ssh-keygen or OpenSSL write it: Ed25519, ECDSA or RSA.
     *
     * @param passphrase empty when the file has none
     */
    public record PrivateKeyFile(Path file, String passphrase) implements Login {
        @Override
        public String toString() {
            return "the private key " + file;
        }
    }

    /** How the server proves that it is the right one. There is no way around it: whoever is in between would get every backup. */
    public sealed interface HostKey permits KnownHosts, Fingerprint {}

    /** The server's key stands in a file as OpenSSH keeps it. The file is only read. */
    public record KnownHosts(Path file) implements HostKey {}

    /** As {@code ssh-keygen -l} shows it: {@code SHA256:} and 43 characters. Of the Ed25519 key, if the server has one. */
    public record Fingerprint(String sha256) implements HostKey {
        public Fingerprint {
            if (!sha256.matches("SHA256:[A-Za-z0-9+/]{43}")) {
                throw new IllegalArgumentException("not a fingerprint as ssh-keygen -l shows it: SHA256:...");
            }
        }
    }
}
