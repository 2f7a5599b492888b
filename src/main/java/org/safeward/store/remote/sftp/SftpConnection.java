package org.safeward.store.remote.sftp;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.sftp.client.SftpErrorDataHandler;
import org.apache.sshd.sftp.client.SftpVersionSelector;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.apache.sshd.sftp.client.impl.DefaultSftpClient;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpHelper;
import org.safeward.store.remote.Limits;

/** A session of SSH with one channel of SFTP, for one thread at a time. Version 3: the one that OpenSSH speaks. */
final class SftpConnection implements AutoCloseable {
    private static final int OWNER_ONLY = 0600;
    private static final Duration HURRY = Duration.ofSeconds(2);

    private final ClientSession session;
    private final Limited client;

    private SftpConnection(ClientSession session, Duration stall) throws IOException {
        this.session = session;
        this.client = new Limited(session, stall);
    }

    static SftpConnection open(SshClient ssh, SftpSettings settings, Limits limits) throws IOException {
        ClientSession session = ssh.connect(settings.user(), settings.host(), settings.port())
                .verify(limits.connect())
                .getSession();
        try {
            session.auth().verify(limits.connect().plus(limits.stall()));
            return new SftpConnection(session, limits.stall());
        } catch (IOException | RuntimeException e) {
            session.close(true);
            throw e;
        }
    }

    AbstractSftpClient client() {
        return client;
    }

    boolean isOpen() {
        return session.isOpen() && client.isOpen();
    }

    /** From now on no answer is waited for longer than two seconds: somebody wants an end. */
    void hurry() {
        client.stall = HURRY.compareTo(client.stall) < 0 ? HURRY : client.stall;
    }

    /** At once: what is under way breaks off. */
    @Override
    public void close() {
        session.close(true);
    }

    private static final class Limited extends DefaultSftpClient {
        private volatile Duration stall;

        private Limited(ClientSession session, Duration stall) throws IOException {
            super(session, SftpVersionSelector.fixedVersionSelector(SftpConstants.SFTP_V3), SftpErrorDataHandler.EMPTY);
            this.stall = stall;
        }

        @Override
        public Buffer receive(int id) throws IOException {
            Duration limit = stall;
            long begun = System.nanoTime();
            Buffer answer = receive(id, limit);
            if (answer != null) {
                return answer;
            }
            // The library ends the wait in the same way when the connection has ended.
            if (System.nanoTime() - begun < limit.toNanos()) {
                throw new EOFException("the connection was lost before the answer");
            }
            throw new SocketTimeoutException("no answer in " + limit.toMillis() + " ms");
        }

        /** Nobody else may read what we write, from the first moment on. */
        @Override
        protected <B extends Buffer> B writeAttributes(int command, B buffer, Attributes attributes) {
            return command == SftpConstants.SSH_FXP_OPEN
                    ? SftpHelper.writeAttributes(buffer, new Attributes().perms(OWNER_ONLY), getVersion())
                    : super.writeAttributes(command, buffer, attributes);
        }
    }
}
