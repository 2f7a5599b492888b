package org.safeward.store.remote.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.digest.BuiltinDigests;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.apache.sshd.sftp.server.DirectoryHandle;
import org.apache.sshd.sftp.server.SftpFileSystemAccessor;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.SftpSubsystemProxy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.SmallDisk;
import org.safeward.store.remote.Leftover;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.ServerProcess;
import org.safeward.store.remote.WholeFile;

/** What SFTP servers keep, and when they cannot. */
class SftpPlaceTest {
    private static final Limits ONCE = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(50), 1, Duration.ZERO);

    @TempDir
    Path folder;

    private WholeFile file(int size) throws IOException {
        byte[] content = new byte[size];
        new Random(size).nextBytes(content);
        return WholeFile.read(Files.write(folder.resolve("file-" + size), content));
    }

    @Test
    void aFullDiskIsToldAndNothingIsLeftOnIt() throws IOException {
        try (OpenSshServer server = new OpenSshServer();
                SmallDisk disk = SmallDisk.on(server.newDirectory(), 2);
                SftpStore store = new SftpStore(server.settings(disk.folder(), server.port()), ONCE)) {
            ServerProcess.letAllWrite(disk.folder());
            Fault fault = assertThrows(Fault.class, () -> store.put("one.sql", file(3_000_000), Progress.NONE));
            assertEquals(ErrorCode.DESTINATION_FULL, fault.code(), fault.getMessage());
            assertEquals(List.of(), store.list());
            assertEquals(List.of(), store.leftovers());

            assertEquals(PutResult.PUBLISHED, store.put("one.sql", file(1_000_000), Progress.NONE));
            long free = store.free().orElseThrow();
            assertTrue(free > 500_000 && free < 1_200_000, "free: " + free);
        }
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsRefused() throws IOException {
        try (OpenSshServer server = new OpenSshServer()) {
            Path directory = server.newDirectory();
            try (SftpStore store = new SftpStore(server.settings(directory, server.port()), ONCE)) {
                assertEquals(PutResult.PUBLISHED, store.put("one.sql", file(10), Progress.NONE));
                assertEquals(
                        "rw-------",
                        PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("one.sql"))));
                Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("r-xr-xr-x"));
                ServerProcess.run("chown", "root", directory.toString());
                Fault fault = assertThrows(Fault.class, () -> store.put("two.sql", file(10), Progress.NONE));
                assertEquals(ErrorCode.DESTINATION_REFUSED, fault.code(), fault.getMessage());
                assertThrows(IllegalArgumentException.class, () -> store.discard(new Leftover("one.sql", null)));
                assertEquals(1, store.list().size());
            }
        }
    }

    /** Another server than OpenSSH's, which lets in by password without an account of the machine: that of Apache SSHD. */
    @Test
    void logsInByPassword() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("place"));
        try (SshServer server = otherServer(new SftpSubsystemFactory());
                SftpStore store = new SftpStore(settings(server, directory), ONCE)) {
            store.check();
            assertEquals(PutResult.PUBLISHED, store.put("one.sql", file(700_000), Progress.NONE));
            assertEquals(PutResult.TAKEN, store.put("one.sql", file(10), Progress.NONE));
        }
    }

    @Test
    @Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
    void aListingThatNeverEndsIsNotFollowed() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("place"));
        Path same = Files.createFile(directory.resolve("one.sql"));
        SftpSubsystemFactory endless = new SftpSubsystemFactory();
        endless.setFileSystemAccessor(new SftpFileSystemAccessor() {
            @Override
            public DirectoryStream<Path> openDirectory(
                    SftpSubsystemProxy subsystem,
                    DirectoryHandle handle,
                    Path path,
                    String asked,
                    LinkOption... options) {
                return new DirectoryStream<>() {
                    @Override
                    public Iterator<Path> iterator() {
                        return Stream.generate(() -> same).iterator();
                    }

                    @Override
                    public void close() {}
                };
            }
        });
        try (SshServer server = otherServer(endless);
                SftpStore store = new SftpStore(settings(server, directory), ONCE)) {
            Fault fault = assertThrows(Fault.class, store::list);
            assertEquals(ErrorCode.DESTINATION_FAILED, fault.code(), fault.getMessage());
            assertTrue(fault.getMessage().contains("does not end"), fault.getMessage());
        }
    }

    private SshServer otherServer(SftpSubsystemFactory files) throws IOException {
        SshAlgorithms.choose();
        SshServer server = SshServer.setUpDefaultServer();
        SimpleGeneratorHostKeyProvider keys = new SimpleGeneratorHostKeyProvider(folder.resolve("host"));
        keys.setAlgorithm("EC");
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(keys);
        server.setPasswordAuthenticator((user, password, session) -> user.equals("keeper") && password.equals("right"));
        server.setSubsystemFactories(List.of(files));
        server.start();
        return server;
    }

    private static SftpSettings settings(SshServer server, Path directory) throws IOException {
        KeyPair key;
        try {
            key = server.getKeyPairProvider().loadKeys(null).iterator().next();
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        return new SftpSettings(
                "127.0.0.1",
                server.getPort(),
                "keeper",
                new SftpSettings.Password("right"),
                new SftpSettings.Fingerprint(KeyUtils.getFingerPrint(BuiltinDigests.sha256, key.getPublic())),
                directory.toString());
    }
}
