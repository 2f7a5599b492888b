package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.keyboard.UserInteraction;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedResource;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.Limits;

/** Makes a client of Apache SSHD that knows our settings, and nothing of the user's {@code ~/.ssh}. */
final class SshClients {
    private SshClients() {}

    /**
     * Started, with threads of its own until it is stopped.
     *
     * @throws Fault DESTINATION_REFUSED when the private key cannot be read, DESTINATION_UNTRUSTED when known_hosts cannot
     */
    static SshClient start(SftpSettings settings, TrustedHostKey trusted, Limits limits) {
        SshAlgorithms.choose();
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setFilePasswordProvider(FilePasswordProvider.EMPTY);
        client.setUserInteraction(UserInteraction.NONE);
        client.setServerKeyVerifier(trusted);
        try {
            trusted.prefer(client);
        } catch (IOException | RuntimeException e) {
            throw new Fault(e, ErrorCode.DESTINATION_UNTRUSTED, settings.address(), e.toString());
        }
        logIn(client, settings);
        limit(client, limits);
        client.start();
        return client;
    }

    private static void logIn(SshClient client, SftpSettings settings) {
        if (settings.login() instanceof SftpSettings.Password password) {
            client.addPasswordIdentity(password.secret());
            CoreModuleProperties.PREFERRED_AUTHS.set(client, "password,keyboard-interactive");
            CoreModuleProperties.PASSWORD_PROMPTS.set(client, 1);
        } else if (settings.login() instanceof SftpSettings.PrivateKeyFile key) {
            client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys(key, settings)));
            CoreModuleProperties.PREFERRED_AUTHS.set(client, "publickey");
        }
    }

    private static List<KeyPair> keys(SftpSettings.PrivateKeyFile key, SftpSettings settings) {
        Path file = key.file();
        FilePasswordProvider passphrase =
                key.passphrase().isEmpty() ? FilePasswordProvider.EMPTY : FilePasswordProvider.of(key.passphrase());
        List<KeyPair> keys = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> read =
                    SecurityUtils.loadKeyPairIdentities(null, NamedResource.ofName(file.toString()), in, passphrase);
            if (read != null) {
                read.forEach(keys::add);
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw refused(e, settings, "the private key " + file + " cannot be read: " + e);
        }
        if (keys.isEmpty()) {
            throw refused(null, settings, "there is no private key in " + file);
        }
        return keys;
    }

    private static Fault refused(Exception cause, SftpSettings settings, String words) {
        return new Fault(cause, ErrorCode.DESTINATION_REFUSED, settings.address(), words);
    }

    private static void limit(SshClient client, Limits limits) {
        CoreModuleProperties.IO_CONNECT_TIMEOUT.set(client, limits.connect());
        CoreModuleProperties.AUTH_TIMEOUT.set(client, limits.connect().plus(limits.stall()));
        CoreModuleProperties.NIO2_MIN_WRITE_TIMEOUT.set(client, limits.stall());
        CoreModuleProperties.CHANNEL_OPEN_TIMEOUT.set(client, limits.stall());
        SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(client, limits.stall());
        AbstractSftpClient.SFTP_CLIENT_CMD_TIMEOUT.set(client, limits.stall());
        // A reader that takes long over what it has got is no stall: SftpConnection limits each answer instead.
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.STOP_WAIT_TIME.set(client, Duration.ofSeconds(5));
    }
}
