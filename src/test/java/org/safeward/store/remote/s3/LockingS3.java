package org.safeward.store.remote.s3;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Speaks as much of S3 as copies need, with versions and Object Lock, as Amazon's documentation says that S3 answers; notes what it was asked. No server that
 * tests could start has locks that hold.
 */
public final class LockingS3 implements AutoCloseable {
    public static final String BUCKET = "vault";

    private static final DateTimeFormatter HTTP_DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", java.util.Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int HALF_OPEN = 206;

    private final HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final ExecutorService threads = Executors.newCachedThreadPool();

    public final LockedBucket bucket = new LockedBucket();
    private final UploadsInParts uploads = new UploadsInParts(bucket);

    /** Each as {@code METHOD key?query}. */
    public final List<String> asked = new CopyOnWriteArrayList<>();

    public LockingS3() throws IOException {
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public S3Settings settings(String prefix) {
        return new S3Settings(
                Optional.of(address()),
                "us-east-1",
                BUCKET,
                prefix,
                true,
                Optional.of(new S3Credentials("tester", S3Server.SECRET)));
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> query = query(exchange.getRequestURI().getRawQuery());
        String path = exchange.getRequestURI().getPath();
        String key = path.length() > BUCKET.length() + 2 ? path.substring(BUCKET.length() + 2) : "";
        asked.add(exchange.getRequestMethod() + " " + key + "?" + String.join("&", query.keySet()));
        try (exchange) {
            try {
                synchronized (bucket) {
                    requireWhole(exchange, body);
                    if (key.isEmpty()) {
                        send(exchange, 200, ofBucket(query));
                    } else {
                        ofObject(exchange, key, query, body);
                    }
                }
            } catch (LockedBucket.Refused e) {
                send(
                        exchange,
                        e.status,
                        "<Error><Code>%s</Code><Message>%s</Message></Error>".formatted(e.code, e.getMessage()));
            }
        }
    }

    private static void requireWhole(HttpExchange exchange, byte[] body) {
        String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
        if (md5 != null && !md5.equals(md5(body))) {
            throw new LockedBucket.Refused(400, "BadDigest", "The Content-MD5 you specified did not match");
        }
    }

    private static boolean hasChecksum(HttpExchange exchange) {
        return exchange.getRequestHeaders().containsKey("Content-MD5")
                || exchange.getRequestHeaders().keySet().stream()
                        .anyMatch(
                                name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("x-amz-checksum-"));
    }

    private String ofBucket(Map<String, String> query) {
        if (query.containsKey("object-lock")) {
            bucket.require("GetBucketObjectLockConfiguration");
            if (!bucket.locks) {
                throw new LockedBucket.Refused(
                        404,
                        "ObjectLockConfigurationNotFoundError",
                        "Object Lock configuration does not exist for this bucket");
            }
            return "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>";
        }
        String prefix = query.getOrDefault("prefix", "");
        StringBuilder list = new StringBuilder();
        if (query.containsKey("versions")) {
            bucket.require("ListBucketVersions");
            bucket.objects()
                    .forEach((key, versions) -> versions.stream()
                            .filter(version -> key.startsWith(prefix))
                            .forEach(version ->
                                    list.append(entry(version.isMarker() ? "DeleteMarker" : "Version", key, version))));
            return "<ListVersionsResult>" + list + "</ListVersionsResult>";
        }
        if (!query.containsKey("uploads")) {
            bucket.objects()
                    .forEach((key, versions) -> versions.stream()
                            .findFirst()
                            .filter(version -> key.startsWith(prefix) && !version.isMarker())
                            .ifPresent(version -> list.append(entry("Contents", key, version))));
        }
        return "<ListBucketResult><IsTruncated>false</IsTruncated>" + list + "</ListBucketResult>";
    }

    private static String entry(String kind, String key, LockedBucket.Version version) {
        return "<%s><Key>%s</Key><VersionId>%s</VersionId><Size>%d</Size><LastModified>%s</LastModified></%s>"
                .formatted(
                        kind,
                        key,
                        version.id,
                        version.isMarker() ? 0 : version.content.length,
                        version.modified.truncatedTo(java.time.temporal.ChronoUnit.MILLIS),
                        kind);
    }

    private void ofObject(HttpExchange exchange, String key, Map<String, String> query, byte[] body)
            throws IOException {
        String id = query.get("versionId");
        String method = exchange.getRequestMethod();
        if (query.containsKey("retention") || query.containsKey("legal-hold")) {
            lock(exchange, key, query, new String(body, StandardCharsets.UTF_8));
        } else if (query.containsKey("uploads") || query.containsKey("uploadId")) {
            inParts(exchange, key, query, body);
        } else if (method.equals("PUT")) {
            LockedBucket.Version put = bucket.put(
                    key,
                    body,
                    exchange.getRequestHeaders().getFirst("x-amz-meta-sha256"),
                    exchange.getRequestHeaders().containsKey("If-None-Match"),
                    hasChecksum(exchange));
            tell(exchange, put);
            send(exchange, 200, "");
        } else if (method.equals("DELETE")) {
            bucket.delete(key, id);
            send(exchange, 204, "");
        } else {
            content(exchange, bucket.get(key, id));
        }
    }

    private void inParts(HttpExchange exchange, String key, Map<String, String> query, byte[] body) throws IOException {
        var headers = exchange.getRequestHeaders();
        if (query.containsKey("uploads")) {
            send(exchange, 200, uploads.begin(headers.getFirst("x-amz-meta-sha256")));
        } else if (exchange.getRequestMethod().equals("PUT")) {
            uploads.part(query, body, hasChecksum(exchange));
            exchange.getResponseHeaders().set("ETag", "\"part\"");
            send(exchange, 200, "");
        } else {
            tell(exchange, uploads.complete(key, query, headers.containsKey("If-None-Match")));
            send(exchange, 200, "<CompleteMultipartUploadResult><ETag>whole</ETag></CompleteMultipartUploadResult>");
        }
    }

    private void lock(HttpExchange exchange, String key, Map<String, String> query, String body) throws IOException {
        String id = query.get("versionId");
        if (exchange.getRequestMethod().equals("PUT")) {
            // Amazon takes other checksums, too; not every maker does.
            if (!exchange.getRequestHeaders().containsKey("Content-MD5")) {
                throw new LockedBucket.Refused(
                        400, "InvalidRequest", "Missing required header for this request: Content-MD5");
            }
            bucket.retain(key, id, element(body, "Mode"), Instant.parse(element(body, "RetainUntilDate")));
            send(exchange, 200, "");
            return;
        }
        boolean hold = query.containsKey("legal-hold");
        bucket.require(hold ? "GetObjectLegalHold" : "GetObjectRetention");
        bucket.requireLocks();
        LockedBucket.Version version = bucket.get(key, id);
        if (hold ? !version.hold : version.until == null) {
            throw new LockedBucket.Refused(
                    404,
                    "NoSuchObjectLockConfiguration",
                    "The specified object does not have a ObjectLock configuration");
        }
        send(
                exchange,
                200,
                hold
                        ? "<LegalHold><Status>ON</Status></LegalHold>"
                        : "<Retention><Mode>%s</Mode><RetainUntilDate>%s</RetainUntilDate></Retention>"
                                .formatted(version.mode, version.until));
    }

    private void content(HttpExchange exchange, LockedBucket.Version version) throws IOException {
        tell(exchange, version);
        var headers = exchange.getResponseHeaders();
        headers.set("Last-Modified", HTTP_DATE.format(version.modified));
        Optional.ofNullable(version.sha256).ifPresent(sum -> headers.set("x-amz-meta-sha256", sum));
        if (version.until != null && !bucket.denied.contains("GetObjectRetention")) {
            headers.set("x-amz-object-lock-mode", version.mode);
            headers.set("x-amz-object-lock-retain-until-date", version.until.toString());
        }
        if (version.hold && !bucket.denied.contains("GetObjectLegalHold")) {
            headers.set("x-amz-object-lock-legal-hold", "ON");
        }
        if (exchange.getRequestMethod().equals("HEAD")) {
            headers.set("Content-Length", String.valueOf(version.content.length));
            exchange.sendResponseHeaders(200, -1);
            return;
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (range != null) {
            headers.set(
                    "Content-Range",
                    "bytes " + from + "-" + (version.content.length - 1) + "/" + version.content.length);
        }
        byte[] piece = Arrays.copyOfRange(version.content, from, version.content.length);
        exchange.sendResponseHeaders(range == null ? 200 : HALF_OPEN, piece.length == 0 ? -1 : piece.length);
        exchange.getResponseBody().write(piece);
    }

    private static void tell(HttpExchange exchange, LockedBucket.Version version) {
        if (version.id != null) {
            exchange.getResponseHeaders().set("x-amz-version-id", version.id);
        }
    }

    private static void send(HttpExchange exchange, int status, String xml) throws IOException {
        byte[] body = exchange.getRequestMethod().equals("HEAD") ? new byte[0] : xml.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/xml");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String element(String xml, String name) {
        Matcher matcher =
                Pattern.compile("<" + name + ">([^<]*)</" + name + ">").matcher(xml);
        if (!matcher.find()) {
            throw new LockedBucket.Refused(400, "MalformedXML", "The XML you provided was not well-formed");
        }
        return matcher.group(1);
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new TreeMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(pair[0], pair.length < 2 ? "" : URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
        }
        return query;
    }

    private static String md5(byte[] body) {
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("MD5").digest(body));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
