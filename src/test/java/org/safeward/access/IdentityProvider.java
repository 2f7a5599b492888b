package org.safeward.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An identity provider on a port of its own: serves its keys as JWKS and signs tokens. */
public final class IdentityProvider implements AutoCloseable {
    public static final String ISSUER = "https://login.example.org/realms/tests";
    public static final String AUDIENCE = "safeward-of-the-tests";

    private final List<RSAKey> published = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private int port;

    public IdentityProvider() {
        rotate();
        start();
    }

    public String address() {
        return "http://127.0.0.1:" + port + "/jwks";
    }

    /** Publishes one more key, which signs from now on. */
    RSAKey rotate() {
        RSAKey key = newKey("key-" + (published.size() + 1));
        published.add(0, key);
        return key;
    }

    RSAKey current() {
        return published.get(0);
    }

    static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        port = server.getAddress().getPort();
        server.createContext("/jwks", exchange -> {
            byte[] body = new JWKSet(new ArrayList<>(published)).toString().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    void stop() {
        server.stop(0);
    }

    /** A good token of somebody in this group. */
    public String token(String group) {
        return signed(claims(group).build(), current());
    }

    static JWTClaimsSet.Builder claims(String group) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(ISSUER)
                .audience(AUDIENCE)
                .subject("4711")
                .claim("upn", "erin@example.org")
                .claim("groups", List.of(group))
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(600)));
    }

    static String signed(JWTClaimsSet claims, RSAKey key) {
        return signed(claims, key, key.getKeyID());
    }

    static String signed(JWTClaimsSet claims, RSAKey key, String keyId) {
        JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(keyId)
                .type(JOSEObjectType.JWT)
                .build();
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(new RSASSASigner(key));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        stop();
    }
}
