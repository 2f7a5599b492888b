package org.safeward.store.remote.sftp;

import java.io.FilterInputStream;
import java.io.IOException;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.impl.SftpInputStreamAsync;

/** A file's content from an offset on, asked for ahead. Its close gives the connection back, or ends it when something is under way. */
final class SftpContent extends FilterInputStream {
    private static final int PIECE_BYTES = 32_000;

    private final SftpConnections connections;
    private final SftpConnection connection;
    private final CloseableHandle handle;
    private long missing;
    private boolean closed;

    private SftpContent(
            SftpConnections connections,
            SftpConnection connection,
            CloseableHandle handle,
            String path,
            long from,
            long size) {
        super(new SftpInputStreamAsync(connection.client(), PIECE_BYTES, from, size, path, handle, false));
        this.connections = connections;
        this.connection = connection;
        this.handle = handle;
        this.missing = size - from;
    }

    static SftpContent open(SftpConnections connections, SftpConnection connection, String path, long from, long size)
            throws IOException {
        CloseableHandle handle = connection.client().open(path, OpenMode.Read);
        return new SftpContent(connections, connection, handle, path, from, size);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            // No more than one piece: SSHD's stream waits until all is there that was asked for.
            int read = missing == 0
                    ? -1
                    : super.read(bytes, offset, (int) Math.min(Math.min(length, PIECE_BYTES), missing));
            missing -= Math.max(read, 0);
            return read;
        } catch (IOException e) {
            throw connections.faults().ofContent(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        boolean inOrder = false;
        try {
            if (missing == 0) {
                in.close();
                handle.close();
                inOrder = true;
            }
        } catch (IOException e) {
            throw connections.faults().ofContent(e);
        } finally {
            connections.giveBack(connection, inOrder);
        }
    }
}
