package org.safeward.recovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.safeward.store.remote.s3.S3Server;
import org.safeward.store.remote.sftp.OpenSshServer;
import org.safeward.store.remote.sftp.SftpSettings;
import org.safeward.store.remote.webdav.ApacheServer;
import org.safeward.store.remote.webdav.WebDavSettings;
import org.safeward.takeover.Shell;

/** The commands of the sheet do what they say, run as they stand against a real server. */
class SheetCommandsTest {
    private static final String NAME = "default-backup_1.sql.zip";

    @TempDir
    Path folder;

    @Test
    void sftpWithTheKeyAndTheKnownHostsThatItNames() throws Exception {
        try (OpenSshServer server = new OpenSshServer()) {
            Path directory = server.newDirectory();
            Files.writeString(directory.resolve(NAME), "a backup");
            Path hosts = Files.writeString(folder.resolve("known hosts"), server.known("ed25519", server.port()));
            run(
                    List.of(),
                    FetchCommands.of(new SftpSettings(
                            "127.0.0.1",
                            server.port(),
                            OpenSshServer.USER,
                            new SftpSettings.PrivateKeyFile(server.key(), ""),
                            new SftpSettings.KnownHosts(hosts),
                            directory.toString())));
        }
    }

    @Test
    void webDavWithThePasswordThatIsAskedFor() throws Exception {
        try (ApacheServer server = new ApacheServer()) {
            Path directory = server.newDirectory();
            Files.writeString(directory.resolve(NAME), "a backup");
            WebDavSettings settings = server.settings(directory, server.port());
            Path typed = Files.writeString(
                    folder.resolve("typed"), settings.login().orElseThrow().password() + "\n");
            // Without a terminal, it reads what is asked for from its input.
            String answers = "curl() { setsid --wait curl \"$@\" < '" + typed + "'; }";
            run(List.of(answers), FetchCommands.of(settings));
        }
    }

    @Test
    void s3WithCredentialsWhereThatProgramLooksForThem() throws Exception {
        assumeTrue(isInstalled("aws"), "the AWS CLI is not installed");
        try (S3Server server = S3Server.s3proxy("aws-v2-or-v4")) {
            Path file = Files.writeString(folder.resolve(NAME), "a backup");
            List<String> login = List.of("export AWS_ACCESS_KEY_ID=tester AWS_SECRET_ACCESS_KEY=" + S3Server.SECRET);
            List<String> put = List.of(
                    login.get(0),
                    "aws s3 cp --endpoint-url " + server.address() + " --region us-east-1 '" + file + "' 's3://"
                            + S3Server.BUCKET + "/of us/'");
            new Shell(folder, Map.of()).run(put);
            run(login, FetchCommands.of(server.settings("of us/")));
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private void run(List<String> before, FetchCommands commands) throws Exception {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        Shell shell = new Shell(empty, Map.of());
        String listed = shell.run(all(before, commands.list()));
        assertTrue(listed.contains(NAME), listed);
        shell.run(all(before, "NAME=" + NAME, commands.fetch()));
        assertEquals("a backup", Files.readString(empty.resolve(NAME)));
    }

    private static List<String> all(List<String> before, String... commands) {
        return Stream.concat(before.stream(), Arrays.stream(commands)).toList();
    }
}
