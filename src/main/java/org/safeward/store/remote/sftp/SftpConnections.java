package org.safeward.store.remote.sftp;

import java.io.IOException;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.sftp.common.SftpException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.Limits;

/** Connections to one server: opened when needed, one kept for the next call, all ended by {@link #close}. */
final class SftpConnections implements AutoCloseable {
    private final SftpSettings settings;
    private final Limits limits;
    private final TrustedHostKey trusted;
    private final SftpFaults faults;
    private SshClient client;
    private SftpConnection idle;
    private boolean closed;

    SftpConnections(SftpSettings settings, Limits limits) {
        this.settings = settings;
        this.limits = limits;
        this.trusted = new TrustedHostKey(settings);
        this.faults = new SftpFaults(settings.address(), trusted);
    }

    SftpFaults faults() {
        return faults;
    }

    /** Something that touches the server and no file of this machine. */
    @FunctionalInterface
    interface Call<T> {
        T run(SftpConnection connection) throws IOException;
    }

    /**
     * What the server refuses leaves the connection as it is; any other failure ends it. The call may run twice: a connection that was kept may
     * have been lost long ago, which nobody sees before it is used.
     */
    <T> T at(Call<T> call) throws IOException {
        SftpConnection kept = takeIdle();
        if (kept != null) {
            try {
                return on(kept, call);
            } catch (IOException e) {
                if (!SftpFaults.isLost(e)) {
                    throw faults.of(e);
                }
            }
        }
        SftpConnection fresh = opened();
        return faults.at(() -> on(fresh, call));
    }

    private <T> T on(SftpConnection connection, Call<T> call) throws IOException {
        boolean inOrder = false;
        try {
            T result = call.run(connection);
            inOrder = true;
            return result;
        } catch (SftpException e) {
            inOrder = true;
            throw e;
        } finally {
            giveBack(connection, inOrder);
        }
    }

    /** The caller gives it back. After {@link #at} it is one that works. */
    SftpConnection borrow() throws IOException {
        SftpConnection kept = takeIdle();
        return kept == null ? opened() : kept;
    }

    private SftpConnection opened() throws IOException {
        SshClient ssh = client();
        return faults.at(() -> SftpConnection.open(ssh, settings, limits));
    }

    /** @param inOrder whether it can be used again: nothing is under way */
    void giveBack(SftpConnection connection, boolean inOrder) {
        synchronized (this) {
            if (inOrder && !closed && idle == null) {
                idle = connection;
                return;
            }
        }
        connection.close();
    }

    private synchronized SftpConnection takeIdle() {
        SftpConnection kept = idle;
        idle = null;
        return kept == null || kept.isOpen() ? kept : null;
    }

    private synchronized SshClient client() {
        if (closed) {
            throw new Fault(ErrorCode.DESTINATION_UNREACHABLE, settings.address(), "this store was closed");
        }
        if (client == null) {
            client = SshClients.start(settings, trusted, limits);
        }
        return client;
    }

    /** Ends the threads too. */
    @Override
    public void close() {
        SshClient ended;
        synchronized (this) {
            closed = true;
            ended = client;
            client = null;
            idle = null;
        }
        if (ended != null) {
            ended.stop();
        }
    }
}
