package org.safeward.backup.offsite;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.safeward.store.remote.s3.S3Server;
import org.safeward.store.remote.sftp.OpenSshServer;
import org.safeward.store.remote.webdav.ApacheServer;

/** What a destination can be, each with a real server, which is started when it is first asked for. */
enum KindOfPlace {
    DIRECTORY,
    S3PROXY,
    S3MOCK,
    SFTP,
    WEBDAV;

    /** One of each kind. */
    static final class Servers implements AutoCloseable {
        private final Map<KindOfPlace, AutoCloseable> running = new EnumMap<>(KindOfPlace.class);

        /** @return what follows {@code safeward.destination.<name>.} for an empty place there, below the folder for a directory */
        Map<String, String> place(KindOfPlace kind, Path folder) throws Exception {
            if (kind == DIRECTORY) {
                return Map.of("url", "file://" + Files.createDirectory(folder.resolve("nas")));
            }
            AutoCloseable server = running.get(kind);
            if (server == null) {
                server = start(kind);
                running.put(kind, server);
            }
            return switch (kind) {
                case SFTP -> ssh((OpenSshServer) server);
                case WEBDAV -> dav((ApacheServer) server);
                default -> bucket((S3Server) server, folder.getFileName().toString());
            };
        }

        private static AutoCloseable start(KindOfPlace kind) throws Exception {
            return switch (kind) {
                case S3PROXY -> S3Server.s3proxy("aws-v2-or-v4");
                case S3MOCK -> S3Server.s3mock();
                case SFTP -> new OpenSshServer();
                case WEBDAV -> new ApacheServer();
                case DIRECTORY -> throw new IllegalArgumentException("a directory has no server");
            };
        }

        private static Map<String, String> bucket(S3Server server, String prefix) {
            return Map.of(
                    "url",
                    "s3://" + S3Server.BUCKET + "/" + prefix,
                    "endpoint",
                    server.address().toString(),
                    "access-key",
                    "tester",
                    "secret-key",
                    S3Server.SECRET);
        }

        private static Map<String, String> ssh(OpenSshServer server) throws Exception {
            String address = OpenSshServer.USER + "@127.0.0.1:" + server.port();
            return Map.of(
                    "url", "sftp://" + address + server.newDirectory(),
                    "key-file", server.key().toString(),
                    "host-key", server.hostKey());
        }

        private static Map<String, String> dav(ApacheServer server) throws Exception {
            return Map.of(
                    "url", server.overTls(server.newDirectory()).toString().replaceFirst("^https", "davs"),
                    "user", ApacheServer.LOGIN.user(),
                    "password", ApacheServer.LOGIN.password(),
                    "ca-file", server.authorities().toString());
        }

        @Override
        public void close() throws Exception {
            for (AutoCloseable server : running.values()) {
                server.close();
            }
        }
    }
}
