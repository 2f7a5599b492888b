package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.safeward.store.remote.ServerProcess;

/** OpenSSH's sshd, run by a user without rights: it needs none of the machine's own files then, and lets that user in alone, by key. */
public final class OpenSshServer extends ServerProcess {
    /** Who runs it and who may log in. */
    public static final String USER = ROOT ? "postgres" : System.getProperty("user.name");

    private final SftpSettings.Fingerprint ed25519;

    public OpenSshServer() throws IOException {
        super("safeward-sshd-");
        for (String kind : List.of("ed25519", "rsa", "ecdsa")) {
            newKey("host-" + kind, kind, "");
        }
        ed25519 = fingerprint("ed25519");
        authorize(newKey("key", "ed25519", ""));
        Files.writeString(home.resolve("sshd_config"), """
                Port %d
                ListenAddress 127.0.0.1
                HostKey %2$s/host-ed25519
                HostKey %2$s/host-rsa
                HostKey %2$s/host-ecdsa
                AuthorizedKeysFile %2$s/authorized_keys
                StrictModes no
                UsePAM no
                PidFile none
                MaxStartups 100
                Subsystem sftp internal-sftp
                """.formatted(port, home));
        start();
    }

    private void start() throws IOException {
        List<String> command = new ArrayList<>();
        if (ROOT) {
            run("chown", "-R", USER, home.toString());
            command.addAll(List.of("setpriv", "--reuid=" + USER, "--regid=" + USER, "--clear-groups"));
        }
        command.addAll(List.of(
                "/usr/sbin/sshd", "-D", "-e", "-f", home.resolve("sshd_config").toString()));
        start(command);
    }

    /** Written by ssh-keygen. The public one lies beside it. */
    public Path newKey(String name, String kind, String passphrase, String... more) throws IOException {
        Path file = home.resolve(name);
        List<String> command =
                new ArrayList<>(List.of("ssh-keygen", "-q", "-t", kind, "-N", passphrase, "-f", file.toString()));
        command.addAll(List.of(more));
        run(command.toArray(String[]::new));
        return file;
    }

    void authorize(Path key) throws IOException {
        Path authorized = home.resolve("authorized_keys");
        String known = Files.exists(authorized) ? Files.readString(authorized) : "";
        Files.writeString(authorized, known + Files.readString(Path.of(key + ".pub")));
    }

    public Path key() {
        return home.resolve("key");
    }

    /** @param atPort its own, or that of who stands in between */
    SftpSettings settings(Path directory, int atPort) {
        return settings(new SftpSettings.PrivateKeyFile(key(), ""), ed25519, directory, atPort);
    }

    SftpSettings settings(SftpSettings.Login login, SftpSettings.HostKey hostKey, Path directory, int atPort) {
        return new SftpSettings("127.0.0.1", atPort, USER, login, hostKey, directory.toString());
    }

    /** As ssh-keygen shows that of a host key. */
    SftpSettings.Fingerprint fingerprint(String kind) throws IOException {
        String shown = run(
                "ssh-keygen", "-l", "-f", home.resolve("host-" + kind + ".pub").toString());
        return new SftpSettings.Fingerprint(shown.split(" ")[1]);
    }

    /** The fingerprint of the host key that it shows first. */
    public String hostKey() {
        return ed25519.sha256();
    }

    /** A line of known_hosts with the host key of a kind, for this port or that of who stands in between. */
    public String known(String kind, int atPort) throws IOException {
        return "[127.0.0.1]:" + atPort + " " + Files.readString(home.resolve("host-" + kind + ".pub"));
    }
}
