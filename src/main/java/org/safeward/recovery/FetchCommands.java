package org.safeward.recovery;

import java.util.List;
import org.safeward.store.remote.DirectoryPlace;
import org.safeward.store.remote.StorePlace;
import org.safeward.store.remote.s3.S3Settings;
import org.safeward.store.remote.sftp.SftpSettings;
import org.safeward.store.remote.webdav.WebDavSettings;

/**
 * Commands of a shell that list a destination and fetch {@code $NAME} from it, by the programs that every system has for its kind. Credentials are not in them: each program
 * asks for them, or takes them from where it always does.
 *
 * @param list shows the names of what lies there
 * @param fetch puts the file {@code $NAME} into the current directory
 */
record FetchCommands(String list, String fetch) {
    static FetchCommands of(StorePlace place) {
        if (place instanceof S3Settings s3) {
            return s3(s3);
        }
        if (place instanceof SftpSettings sftp) {
            return sftp(sftp);
        }
        if (place instanceof WebDavSettings dav) {
            return webDav(dav);
        }
        String directory = ((DirectoryPlace) place).directory().toString();
        return new FetchCommands("ls -l " + quoted(directory), "cp " + quoted(directory + "/") + "\"$NAME\" .");
    }

    private static FetchCommands s3(S3Settings s3) {
        String options = s3.endpoint()
                        .map(uri -> " --endpoint-url " + quoted(uri.toString()))
                        .orElse("") + " --region " + quoted(s3.region());
        String folder = quoted("s3://" + s3.bucket() + "/" + s3.prefix());
        return new FetchCommands(
                "aws s3 ls" + options + " " + folder, "aws s3 cp" + options + " " + folder + "\"$NAME\" .");
    }

    private static FetchCommands sftp(SftpSettings sftp) {
        String login = "sftp -P " + sftp.port() + files(sftp) + " ";
        String host = sftp.user() + "@" + (sftp.host().contains(":") ? "[" + sftp.host() + "]" : sftp.host());
        return new FetchCommands(
                "echo 'ls -l " + sftp.directory() + "' | " + login + quoted(host),
                login + quoted(host + ":" + sftp.directory() + "/") + "\"$NAME\" .");
    }

    /** What the login needs besides a password, where Safeward has it. */
    private static String files(SftpSettings sftp) {
        String key = sftp.login() instanceof SftpSettings.PrivateKeyFile file
                ? " -i " + quoted(file.file().toString())
                : "";
        return sftp.hostKey() instanceof SftpSettings.KnownHosts hosts
                ? key + " -o " + quoted("UserKnownHostsFile=\"" + hosts.file() + "\"")
                : key;
    }

    private static FetchCommands webDav(WebDavSettings dav) {
        String user =
                dav.login().map(login -> " --user " + quoted(login.user())).orElse("");
        String collection = quoted(dav.collection().toString());
        return new FetchCommands(
                "curl --fail" + user + " --request PROPFIND --header 'Depth: 1' " + collection,
                "curl --fail" + user + " --remote-name " + collection + "\"$NAME\"");
    }

    /** For a shell: in single quotes where it has to be. */
    static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:@%+=,~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    List<String> all() {
        return List.of(list, fetch);
    }
}
