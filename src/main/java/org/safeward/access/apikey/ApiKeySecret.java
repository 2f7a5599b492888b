package org.safeward.access.apikey;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Making keys of 256 random bits and first passwords, and the hash that is stored instead of a key. */
public final class ApiKeySecret {
    /** What the keys that we make begin with. */
    public static final String PREFIX = "sw_";

    private static final SecureRandom RANDOM = new SecureRandom();

    private ApiKeySecret() {}

    public static String newKey() {
        byte[] bits = new byte[32];
        RANDOM.nextBytes(bits);
        return PREFIX + HexFormat.of().formatHex(bits);
    }

    /** 120 bits, in groups that can be typed. */
    public static String newPassword() {
        byte[] bits = new byte[15];
        RANDOM.nextBytes(bits);
        return HexFormat.of().formatHex(bits).replaceAll("(.{6})(?=.)", "$1-");
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
