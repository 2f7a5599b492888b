package org.safeward.store.remote.sftp;

import java.io.IOException;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.common.SftpException;
import org.safeward.fault.ErrorCode;

/** Whether a server's rename leaves alone what is there, as version 3 of the protocol says: a put is safe only then. */
final class RenameTrial {
    private final SftpClient client;
    private final SftpDirectory directory;
    private final SftpFaults faults;

    RenameTrial(SftpClient client, SftpDirectory directory, SftpFaults faults) {
        this.client = client;
        this.directory = directory;
        this.faults = faults;
    }

    void run() throws IOException {
        String one = directory.newTemporary();
        String other = directory.newTemporary();
        try {
            create(one);
            create(other);
            if (writesOver(one, other)) {
                throw faults.fault(ErrorCode.DESTINATION_FAILED, "its rename writes over a file that is there");
            }
        } finally {
            directory.remove(client, one);
            directory.remove(client, other);
        }
    }

    private void create(String file) throws IOException {
        client.open(file, OpenMode.Write, OpenMode.Create, OpenMode.Exclusive).close();
    }

    private boolean writesOver(String one, String other) throws IOException {
        try {
            client.rename(one, other);
            return true;
        } catch (SftpException e) {
            return false;
        }
    }
}
