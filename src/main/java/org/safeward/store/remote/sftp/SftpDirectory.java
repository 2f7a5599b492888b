package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.DirEntry;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHFsyncExtension;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatExtensionInfo;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHStatPathExtension;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.safeward.fault.ErrorCode;
import org.safeward.store.remote.FileName;
import org.safeward.store.remote.StoredFile;

/** The directory of a server, seen through a connection. */
final class SftpDirectory {
    static final String TEMPORARY = ".safeward-put-";

    /** Some hundred bytes each in memory: nobody keeps so many backups, and a server that never ends its listing is not followed for ever. */
    private static final int MOST_ENTRIES = 200_000;

    private final String path;
    private final SftpFaults faults;

    SftpDirectory(String path, SftpFaults faults) {
        this.path = path;
        this.faults = faults;
    }

    String path(String name) {
        return below(FileName.require(name));
    }

    /** Never the same twice: what a lost connection still does to the last one cannot hit this one. */
    String newTemporary() {
        return below(TEMPORARY + UUID.randomUUID());
    }

    String below(String name) {
        return path.endsWith("/") ? path + name : path + "/" + name;
    }

    /** @throws org.safeward.fault.Fault DESTINATION_MISSING when it is not there: it must not look like an empty one */
    void require(SftpClient client) throws IOException {
        try {
            if (client.stat(path).isDirectory()) {
                return;
            }
        } catch (SftpException e) {
            if (e.getStatus() != SftpConstants.SSH_FX_NO_SUCH_FILE) {
                throw e;
            }
        }
        throw faults.fault(ErrorCode.DESTINATION_MISSING, "no such directory on the server");
    }

    /** Empty when there is no such file; what is no plain file does not count. */
    Optional<StoredFile> find(SftpClient client, String name) throws IOException {
        try {
            return plain(name, client.lstat(path(name)));
        } catch (SftpException e) {
            if (e.getStatus() != SftpConstants.SSH_FX_NO_SUCH_FILE) {
                throw e;
            }
            require(client);
            return Optional.empty();
        }
    }

    static Optional<StoredFile> plain(String name, Attributes told) {
        return told.isRegularFile()
                ? Optional.of(new StoredFile(
                        name, told.getSize(), told.getModifyTime().toInstant(), Optional.empty()))
                : Optional.empty();
    }

    /** @throws org.safeward.fault.Fault DESTINATION_FAILED for more than can be held */
    List<DirEntry> entries(SftpClient client) throws IOException {
        require(client);
        List<DirEntry> entries = new ArrayList<>();
        try (CloseableHandle handle = client.openDir(path)) {
            for (List<DirEntry> some = client.readDir(handle); some != null; some = client.readDir(handle)) {
                entries.addAll(some);
                if (entries.size() > MOST_ENTRIES) {
                    throw faults.fault(ErrorCode.DESTINATION_FAILED, "its listing does not end after " + MOST_ENTRIES);
                }
            }
        }
        return entries;
    }

    /** Removes a file; one that is gone already is no error. */
    void remove(SftpClient client, String file) throws IOException {
        try {
            client.remove(file);
        } catch (SftpException e) {
            if (e.getStatus() != SftpConstants.SSH_FX_NO_SUCH_FILE) {
                throw e;
            }
        }
    }

    /** By statvfs@openssh.com. */
    OptionalLong free(SftpClient client) throws IOException {
        OpenSSHStatPathExtension statvfs = client.getExtension(OpenSSHStatPathExtension.class);
        if (statvfs == null || !statvfs.isSupported()) {
            return OptionalLong.empty();
        }
        OpenSSHStatExtensionInfo told = statvfs.stat(path);
        return OptionalLong.of(told.f_bavail * told.f_frsize);
    }

    /** By fsync@openssh.com. */
    void force(SftpClient client, CloseableHandle handle) throws IOException {
        OpenSSHFsyncExtension fsync = client.getExtension(OpenSSHFsyncExtension.class);
        if (fsync != null && fsync.isSupported()) {
            fsync.fsync(handle);
        }
    }

    /** The names in it, where the server opens a directory like a file: OpenSSH's does, nobody has to. */
    void force(SftpClient client) throws IOException {
        CloseableHandle handle;
        try {
            handle = client.open(path, OpenMode.Read);
        } catch (SftpException e) {
            return;
        }
        try (handle) {
            force(client, handle);
        }
    }
}
