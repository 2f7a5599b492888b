package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.client.RawSftpClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.impl.SftpResponse;
import org.apache.sshd.sftp.client.impl.SftpStatus;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;

/**
 * Writes a file without waiting for each answer, and takes none for granted: SSHD's own stream ends in peace when an answer does not
 * come.
 */
final class SftpWriter {
    /** With its header it fits into one packet of SSH. */
    static final int PIECE_BYTES = 32_000;

    /** Two megabytes are on their way at most. */
    private static final int MOST_UNANSWERED = 64;

    private final RawSftpClient client;
    private final byte[] handle;
    private final Deque<Integer> unanswered = new ArrayDeque<>();
    private long offset;

    SftpWriter(RawSftpClient client, SftpClient.Handle handle) {
        this.client = client;
        this.handle = handle.getIdentifier();
    }

    /** @throws SftpException when this or an earlier piece was refused */
    void write(byte[] piece, int length) throws IOException {
        while (unanswered.size() >= MOST_UNANSWERED) {
            takeAnswer();
        }
        Buffer buffer = new ByteArrayBuffer(handle.length + length + 64, false);
        buffer.putBytes(handle);
        buffer.putLong(offset);
        buffer.putBytes(piece, 0, length);
        unanswered.add(client.send(SftpConstants.SSH_FXP_WRITE, buffer));
        offset += length;
    }

    /** Waits until all that was written is taken. */
    void finish() throws IOException {
        while (!unanswered.isEmpty()) {
            takeAnswer();
        }
    }

    private void takeAnswer() throws IOException {
        Buffer answer = client.receive(unanswered.remove());
        SftpStatus status = SftpStatus.parse(SftpResponse.parse(SftpConstants.SSH_FXP_WRITE, answer));
        if (!status.isOk()) {
            throw new SftpException(status.getStatusCode(), status.getMessage());
        }
    }
}
