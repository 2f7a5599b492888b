package org.safeward.store.remote.webdav;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Names in URLs: percent-encoded UTF-8 (RFC 3986). A plus is a plus. */
final class DavName {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private DavName() {}

    static String encode(String name) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(one) >= 0) {
                encoded.append((char) one);
            } else {
                encoded.append("%%%02X".formatted(one & 0xff));
            }
        }
        return encoded.toString();
    }

    /** The last segment of an href. What is not encoded as it should be stays as it is: then it is no name of ours. */
    static String last(String href) {
        String path = href.endsWith("/") ? href.substring(0, href.length() - 1) : href;
        String segment = path.substring(path.lastIndexOf('/') + 1);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream();
        byte[] bytes = segment.getBytes(StandardCharsets.UTF_8);
        for (int at = 0; at < bytes.length; at++) {
            int code = bytes[at] == '%' && at + 2 < bytes.length ? hex(bytes[at + 1], bytes[at + 2]) : -1;
            decoded.write(code >= 0 ? code : bytes[at]);
            at += code >= 0 ? 2 : 0;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static int hex(byte high, byte low) {
        int first = Character.digit(high, 16);
        int second = Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : first * 16 + second;
    }
}
