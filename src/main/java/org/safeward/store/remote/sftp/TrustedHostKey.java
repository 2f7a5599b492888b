package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.KnownHostsServerKeyVerifier;
import org.apache.sshd.client.keyverifier.RejectAllServerKeyVerifier;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.signature.Signature;

/** The keys that a server may have. Never learns a new one. */
final class TrustedHostKey implements ServerKeyVerifier {
    private final SftpSettings settings;
    private final ServerKeyVerifier verifier;
    private volatile String refused = "";

    TrustedHostKey(SftpSettings settings) {
        this.settings = settings;
        this.verifier = settings.hostKey() instanceof SftpSettings.KnownHosts known
                ? new KnownHostsServerKeyVerifier(RejectAllServerKeyVerifier.INSTANCE, known.file())
                : (session, address, key) ->
                        fingerprint(key).equals(((SftpSettings.Fingerprint) settings.hostKey()).sha256());
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress address, PublicKey key) {
        boolean trusted = verifier.verifyServerKey(session, address, key);
        if (!trusted) {
            refused = "its host key is " + KeyUtils.getKeyType(key) + " " + fingerprint(key) + ", which is not trusted";
        }
        return trusted;
    }

    /** For messages: the key that was refused last. */
    String refused() {
        return refused;
    }

    private static String fingerprint(PublicKey key) {
        return KeyUtils.getFingerPrint(BuiltinDigests.sha256, key);
    }

    /**
     * A server that has keys of several kinds shows one of the kind that the client prefers. So those that are known come first: else the
     * right server would be refused for a key that nobody wrote down.
     */
    void prefer(SshClient client) throws IOException {
        Set<String> kinds = settings.hostKey() instanceof SftpSettings.KnownHosts known
                ? kinds(known.file())
                : Set.of(KeyPairProvider.SSH_ED25519);
        List<NamedFactory<Signature>> usual = client.getSignatureFactories();
        client.setSignatureFactories(usual.stream()
                .sorted(Comparator.comparing(signature -> !kinds.contains(kind(signature.getName()))))
                .toList());
    }

    private Set<String> kinds(Path file) throws IOException {
        return KnownHostEntry.readKnownHostEntries(file).stream()
                .filter(entry -> entry.isHostMatch(settings.host(), settings.port()))
                .map(entry -> kind(entry.getKeyEntry().getKeyType()))
                .collect(Collectors.toSet());
    }

    /** A key of kind ssh-rsa signs by rsa-sha2-512 or rsa-sha2-256. */
    private static String kind(String algorithm) {
        return algorithm.startsWith("rsa-sha2-") ? KeyPairProvider.SSH_RSA : algorithm;
    }
}
