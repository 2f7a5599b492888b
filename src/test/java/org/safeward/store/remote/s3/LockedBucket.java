package org.safeward.store.remote.s3;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** What a bucket with versions and Object Lock keeps, by the rules of Amazon's documentation. Its clock can be moved. */
public final class LockedBucket {
    /** One that is a delete marker has no content. */
    public static final class Version {
        final String id;
        final byte[] content;
        final String sha256;
        final Instant modified;
        String mode;
        Instant until;
        boolean hold;

        Version(String id, byte[] content, String sha256, Instant modified) {
            this.id = id;
            this.content = content;
            this.sha256 = sha256;
            this.modified = modified;
        }

        boolean isMarker() {
            return content == null;
        }
    }

    /** An answer that is an error. */
    static final class Refused extends RuntimeException {
        final int status;
        final String code;

        Refused(int status, String code, String message) {
            super(message);
            this.status = status;
            this.code = code;
        }
    }

    /** Newest first. */
    private final Map<String, List<Version>> objects = new TreeMap<>();

    /** Names of actions as policies have them: {@code DeleteObjectVersion}. */
    public final Set<String> denied = new HashSet<>();

    /** Actions that the server does not know. */
    public final Set<String> unknown = new HashSet<>();

    /** Keeps the next content otherwise than it came. */
    public boolean spoils;

    public boolean versioned = true;
    public boolean locks = true;
    public Optional<Duration> defaultRetention = Optional.empty();
    public Duration ahead = Duration.ZERO;
    private int last;

    void require(String action) {
        if (unknown.contains(action)) {
            throw new Refused(
                    501, "NotImplemented", "A header you provided implies functionality that is not implemented");
        }
        if (denied.contains(action)) {
            throw new Refused(403, "AccessDenied", "User: tester is not authorized to perform: s3:" + action);
        }
    }

    Instant now() {
        return Instant.now().plus(ahead);
    }

    Version put(String key, byte[] content, String sha256, boolean ifNone, boolean checksum) {
        require("PutObject");
        if (defaultRetention.isPresent() && !checksum) {
            throw new Refused(
                    400,
                    "InvalidRequest",
                    "Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters");
        }
        if (ifNone && newest(key).filter(there -> !there.isMarker()).isPresent()) {
            throw new Refused(
                    412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold");
        }
        byte[] kept = content.clone();
        if (spoils && kept.length > 0) {
            kept[0] ^= 1;
            spoils = false;
        }
        Version version = new Version(versioned ? "v" + ++last : null, kept, sha256, now());
        defaultRetention.ifPresent(time -> {
            version.mode = "GOVERNANCE";
            version.until = now().plus(time).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
        });
        if (!versioned) {
            objects.remove(key);
        }
        objects.computeIfAbsent(key, none -> new ArrayList<>()).add(0, version);
        return version;
    }

    Optional<Version> newest(String key) {
        return objects.getOrDefault(key, List.of()).stream().findFirst();
    }

    /** @param id null for the newest */
    Version get(String key, String id) {
        Version found = (id == null
                        ? newest(key)
                        : objects.getOrDefault(key, List.of()).stream()
                                .filter(version -> id.equals(version.id))
                                .findFirst())
                .orElseThrow(() -> new Refused(404, id == null ? "NoSuchKey" : "NoSuchVersion", "is not there"));
        if (found.isMarker()) {
            throw new Refused(id == null ? 404 : 405, id == null ? "NoSuchKey" : "MethodNotAllowed", "a delete marker");
        }
        return found;
    }

    void delete(String key, String id) {
        require(id == null ? "DeleteObject" : "DeleteObjectVersion");
        List<Version> versions = objects.getOrDefault(key, List.of());
        if (id == null && versioned) {
            objects.computeIfAbsent(key, none -> new ArrayList<>())
                    .add(0, new Version("v" + ++last, null, null, now()));
            return;
        }
        boolean kept = versions.stream()
                .anyMatch(version -> (id == null || id.equals(version.id))
                        && (version.hold || version.until != null && version.until.isAfter(now())));
        if (kept) {
            throw new Refused(403, "AccessDenied", "Access Denied because object protected by object lock.");
        }
        versions.removeIf(version -> id == null || id.equals(version.id));
    }

    void retain(String key, String id, String mode, Instant until) {
        require("PutObjectRetention");
        requireLocks();
        Version version = get(key, id);
        boolean kept = version.until != null && version.until.isAfter(now());
        boolean laxer = kept
                && (until.isBefore(version.until) || version.mode.equals("COMPLIANCE") && !mode.equals("COMPLIANCE"));
        if (laxer) {
            throw new Refused(403, "AccessDenied", "Access Denied because object protected by object lock.");
        }
        if (!until.isAfter(now())) {
            throw new Refused(400, "InvalidArgument", "The retain until date must be in the future!");
        }
        version.mode = mode;
        version.until = until;
    }

    void requireLocks() {
        if (!locks) {
            throw new Refused(400, "InvalidRequest", "Bucket is missing Object Lock Configuration");
        }
    }

    Map<String, List<Version>> objects() {
        return objects;
    }

    /** Behind the back of who stores there. */
    public void hold(String key, boolean hold) {
        objects.get(key).forEach(version -> version.hold = hold);
    }

    /** Behind the back of who stores there, with all its versions. */
    public void lose(String key) {
        objects.remove(key);
    }

    /** Behind the back of who stores there. */
    public void extend(String key, Instant until) {
        newest(key).orElseThrow().until = until;
    }

    public String text(String key) {
        return new String(newest(key).orElseThrow().content, java.nio.charset.StandardCharsets.UTF_8);
    }

    public Optional<Instant> until(String key) {
        return newest(key).map(version -> version.until);
    }

    public Optional<String> mode(String key) {
        return newest(key).map(version -> version.mode);
    }

    /** Somebody writes another content to a name. */
    public void overwrite(String key, byte[] content, String sha256) {
        put(key, content, sha256, false, true);
    }

    public void mark(String key) {
        objects.get(key).add(0, new Version("v" + ++last, null, null, now()));
    }

    /** The keys of all that has bytes there, as often as it has versions with some. */
    public List<String> lying() {
        return objects.entrySet().stream()
                .flatMap(entry -> entry.getValue().stream()
                        .filter(version -> !version.isMarker())
                        .map(version -> entry.getKey()))
                .toList();
    }

    public long markers() {
        return objects.values().stream()
                .flatMap(List::stream)
                .filter(Version::isMarker)
                .count();
    }
}
