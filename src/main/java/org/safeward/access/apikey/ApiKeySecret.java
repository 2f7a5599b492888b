package org.safeward.access.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Making keys and tickets of 256 random bits and first passwords, and the hash that is stored instead of a key or ticket. */
public final class ApiKeySecret {
    /** What the keys that we make begin with. */
    public static final String PREFIX = "sw_";

    private static final SecureRandom RANDOM = new SecureRandom();

    private ApiKeySecret() {}

    public static String newKey() {
        return PREFIX + random(32);
    }

    /** What stands in the link of a download. */
    public static String newTicket() {
        return random(32);
    }

    /** 120 bits, in groups that can be typed. */
    public static String newPassword() {
        return random(15).replaceAll("(.{6})(?=.)", "$1-");
    }

    private static String random(int bytes) {
        byte[] bits = new byte[bytes];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits);
    }

    public static String of(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
