package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.util.OptionalLong;
import org.apache.sshd.sftp.client.FullAccessSftpClient;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.OutgoingFile;

/**
 * One attempt to put a file: written under a hidden name, fsynced, its size compared, renamed. A rename of SFTP fails when the name is
 * taken; posix-rename@openssh.com, which does not, is never used.
 */
final class SftpPut {
    /** A disk with less has no room: OpenSSH has only one word for whatever goes wrong with a write. */
    private static final long NO_ROOM_BYTES = 64 * 1024;

    private final SftpConnection connection;
    private final FullAccessSftpClient client;
    private final SftpDirectory directory;
    private final SftpFaults faults;
    private final String temporary;

    SftpPut(SftpConnection connection, SftpDirectory directory, SftpFaults faults) {
        this.connection = connection;
        this.client = connection.client();
        this.directory = directory;
        this.faults = faults;
        this.temporary = directory.newTemporary();
    }

    /** Its hidden path. */
    String temporary() {
        return temporary;
    }

    /** False when the name is taken. After an exception the connection has to be ended. */
    boolean run(String target, OutgoingFile out) throws IOException {
        try {
            write(out);
            return faults.at(() -> published(target));
        } catch (IOException | RuntimeException e) {
            abandon(e);
            throw e;
        }
    }

    private void write(OutgoingFile out) throws IOException {
        CloseableHandle handle =
                faults.at(() -> client.open(temporary, OpenMode.Write, OpenMode.Create, OpenMode.Exclusive));
        SftpWriter writer = new SftpWriter(client, handle);
        byte[] piece = new byte[SftpWriter.PIECE_BYTES];
        long size = 0;
        for (int read = out.read(piece); read >= 0; read = out.read(piece)) {
            int length = read;
            size += read;
            atWrite(() -> writer.write(piece, length));
        }
        long whole = size;
        atWrite(() -> {
            writer.finish();
            directory.force(client, handle);
            long there = client.stat(handle).getSize();
            if (there != whole) {
                throw faults.fault(ErrorCode.DESTINATION_FAILED, "of " + whole + " bytes it kept " + there);
            }
            handle.close();
        });
    }

    @FunctionalInterface
    private interface Write {
        void run() throws IOException;
    }

    private void atWrite(Write write) throws IOException {
        faults.at(() -> {
            try {
                write.run();
                return null;
            } catch (SftpException e) {
                if (isFull(e)) {
                    throw faults.fault(ErrorCode.DESTINATION_FULL, e.toString());
                }
                throw e;
            }
        });
    }

    private boolean isFull(SftpException failure) throws IOException {
        OptionalLong free =
                failure.getStatus() == SftpConstants.SSH_FX_FAILURE ? directory.free(client) : OptionalLong.empty();
        return free.isPresent() && free.getAsLong() < NO_ROOM_BYTES;
    }

    private boolean published(String target) throws IOException {
        try {
            client.rename(temporary, target);
        } catch (SftpException e) {
            if (!exists(target)) {
                throw e;
            }
            directory.remove(client, temporary);
            return false;
        }
        directory.force(client);
        return true;
    }

    private boolean exists(String target) throws IOException {
        try {
            client.lstat(target);
            return true;
        } catch (SftpException e) {
            if (e.getStatus() == SftpConstants.SSH_FX_NO_SUCH_FILE) {
                return false;
            }
            throw e;
        }
    }

    /** Over a connection that is gone, or full of what nobody takes, nothing can be removed: that is a leftover then. */
    private void abandon(Exception failure) {
        if (failure instanceof Fault fault && fault.code() == ErrorCode.DESTINATION_UNREACHABLE
                || !connection.isOpen()) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        if (interrupted) {
            connection.hurry();
        }
        try {
            directory.remove(client, temporary);
        } catch (IOException | RuntimeException e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
