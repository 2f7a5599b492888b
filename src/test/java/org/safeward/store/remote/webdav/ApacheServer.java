package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.safeward.store.remote.ServerProcess;

/** Apache with mod_dav: one port with TLS, one without; one user. */
public final class ApacheServer extends ServerProcess {
    public static final WebDavSettings.Login LOGIN = new WebDavSettings.Login("keeper", "p:a s\\wörd");

    private static final char[] STORE_PASSWORD = "changeit".toCharArray();

    private final int tlsPort = freePort();

    public ApacheServer() throws IOException, GeneralSecurityException {
        super("safeward-apache-");
        letAllWrite(Files.createDirectory(served()));
        letAllWrite(Files.createDirectory(home.resolve("state")));
        certificate();
        byte[] sha1 = MessageDigest.getInstance("SHA-1").digest(LOGIN.password().getBytes(StandardCharsets.UTF_8));
        Files.writeString(
                home.resolve("users"),
                LOGIN.user() + ":{SHA}" + Base64.getEncoder().encodeToString(sha1) + "\n");
        Files.writeString(home.resolve("apache.conf"), """
                ServerRoot %1$s
                ServerName 127.0.0.1
                %4$s
                Listen 127.0.0.1:%2$d
                Listen 127.0.0.1:%3$d
                DefaultRuntimeDir %1$s/state
                PidFile %1$s/state/pid
                ErrorLog %1$s/state/errors
                LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
                LoadModule authn_core_module /usr/lib/apache2/modules/mod_authn_core.so
                LoadModule authn_file_module /usr/lib/apache2/modules/mod_authn_file.so
                LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
                LoadModule authz_user_module /usr/lib/apache2/modules/mod_authz_user.so
                LoadModule auth_basic_module /usr/lib/apache2/modules/mod_auth_basic.so
                LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
                LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
                LoadModule dav_module /usr/lib/apache2/modules/mod_dav.so
                LoadModule dav_fs_module /usr/lib/apache2/modules/mod_dav_fs.so
                DavLockDB %1$s/state/locks
                DocumentRoot %1$s/served
                <Directory %1$s/served>
                  Dav On
                  AuthType Basic
                  AuthName backups
                  AuthUserFile %1$s/users
                  Require valid-user
                </Directory>
                Redirect /elsewhere http://127.0.0.1:%2$d/
                <VirtualHost 127.0.0.1:%3$d>
                  SSLEngine on
                  SSLCertificateFile %1$s/certificate.pem
                  SSLCertificateKeyFile %1$s/key.pem
                </VirtualHost>
                """.formatted(
                        home, port, tlsPort, ROOT ? "User www-data\nGroup www-data" : ""));
        start(List.of(
                "/usr/sbin/apache2",
                "-DFOREGROUND",
                "-f",
                home.resolve("apache.conf").toString()));
    }

    @Override
    protected Path served() {
        return home.resolve("served");
    }

    /** Signed by itself, for this machine, by the JDK's keytool. */
    private void certificate() throws IOException, GeneralSecurityException {
        Path file = home.resolve("keys");
        run(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(STORE_PASSWORD),
                "-alias",
                "one",
                "-keyalg",
                "EC",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
        KeyStore store = KeyStore.getInstance(file.toFile(), STORE_PASSWORD);
        writePem("key.pem", "PRIVATE KEY", store.getKey("one", STORE_PASSWORD).getEncoded());
        writePem("certificate.pem", "CERTIFICATE", store.getCertificate("one").getEncoded());
    }

    private void writePem(String name, String what, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(home.resolve(name), "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(what, text));
    }

    public Path authorities() {
        return home.resolve("certificate.pem");
    }

    /** @param atPort its own, or that of who stands in between */
    public WebDavSettings settings(Path directory, int atPort) {
        URI uri = URI.create("http://127.0.0.1:" + atPort + "/" + directory.getFileName());
        return new WebDavSettings(uri, Optional.of(LOGIN), Optional.empty());
    }

    public URI overTls(Path directory) {
        return URI.create("https://127.0.0.1:" + tlsPort + "/" + directory.getFileName());
    }
}
