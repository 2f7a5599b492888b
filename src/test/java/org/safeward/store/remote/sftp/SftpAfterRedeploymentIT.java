package org.safeward.store.remote.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fixture.SmallDatabase;
import org.safeward.server.Answer;
import org.safeward.server.OnEveryServer;
import org.safeward.server.SafewardServer;

/**
 * SSHD keeps what it finds of cryptography in fields of its classes and in the JVM's list of providers: of a WAR that was deployed anew in a server
 * that runs on, nothing may reach for the classes of the one before.
 */
@OnEveryServer
class SftpAfterRedeploymentIT {
    @TempDir
    Path folder;

    @Test
    void logsInByAnEd25519KeyAgain() throws IOException {
        try (OpenSshServer sshd = new OpenSshServer();
                SafewardServer server = SafewardServer.deployed(folder.resolve("home"))) {
            server.protecting(SmallDatabase.create(folder.resolve("live.db")).file())
                    .with("safeward.destinations", "vault")
                    .with(
                            "safeward.destination.vault.url",
                            "sftp://" + OpenSshServer.USER + "@127.0.0.1:" + sshd.port() + sshd.newDirectory())
                    .with("safeward.destination.vault.key-file", sshd.key())
                    .with("safeward.destination.vault.host-key", sshd.hostKey());
            for (int deployment = 1; deployment <= 2; deployment++) {
                server.start();
                Answer tried = server.api().post("destinations/vault/test");
                assertEquals(200, tried.status(), tried.text() + server.log());
                server.close();
            }
        }
    }
}
