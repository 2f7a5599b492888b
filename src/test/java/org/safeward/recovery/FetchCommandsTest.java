package org.safeward.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.safeward.store.remote.DirectoryPlace;
import org.safeward.store.remote.s3.S3Credentials;
import org.safeward.store.remote.s3.S3Settings;
import org.safeward.store.remote.sftp.SftpSettings;
import org.safeward.store.remote.webdav.WebDavSettings;

/** The commands for each kind of place, with nothing of its credentials. Those of a directory are run by {@code BackFromNothingIT}. */
class FetchCommandsTest {
    @Test
    void s3ByTheCommandOfAmazon() {
        FetchCommands commands = FetchCommands.of(new S3Settings(
                Optional.of(URI.create("https://s3.example.org:9000")),
                "eu-1",
                "bucket",
                "of us",
                true,
                Optional.of(new S3Credentials("id", "secret"))));
        assertEquals(
                "aws s3 cp --endpoint-url https://s3.example.org:9000 --region eu-1 's3://bucket/of us/'\"$NAME\" .",
                commands.fetch());
        assertFalse(commands.toString().contains("secret"));
        assertEquals(
                "aws s3 ls --region us-east-1 s3://bucket/",
                FetchCommands.of(new S3Settings(Optional.empty(), "us-east-1", "bucket", "", false, Optional.empty()))
                        .list());
    }

    @Test
    void sftpByTheCommandOfOpenSsh() {
        FetchCommands commands = FetchCommands.of(new SftpSettings(
                "::1",
                2222,
                "backup",
                new SftpSettings.Password("secret"),
                new SftpSettings.KnownHosts(Path.of("known_hosts")),
                "/srv/backups"));
        String known = " -o 'UserKnownHostsFile=\"known_hosts\"'";
        assertEquals("sftp -P 2222" + known + " 'backup@[::1]:/srv/backups/'\"$NAME\" .", commands.fetch());
        assertEquals("echo 'ls -l /srv/backups' | sftp -P 2222" + known + " 'backup@[::1]'", commands.list());
    }

    @Test
    void webDavByCurl() {
        FetchCommands commands = FetchCommands.of(new WebDavSettings(
                URI.create("https://dav.example.org/b"),
                Optional.of(new WebDavSettings.Login("o'neill", "secret")),
                Optional.empty()));
        assertEquals(
                "curl --fail --user 'o'\\''neill' --remote-name https://dav.example.org/b/\"$NAME\"", commands.fetch());
    }

    @Test
    void aDirectoryByCopying() {
        assertEquals(
                "cp '/mnt/near by/'\"$NAME\" .",
                FetchCommands.of(new DirectoryPlace(Path.of("/mnt/near by"))).fetch());
    }
}
