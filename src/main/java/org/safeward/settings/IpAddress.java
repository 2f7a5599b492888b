package org.safeward.settings;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses from texts that name no host: nothing is ever looked up, and two spellings of one address are the same. */
public final class IpAddress {
    private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern IPV6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private IpAddress() {}

    /** @return empty for what is no address in the usual form (dotted quad; RFC 4291, section 2.2) */
    public static Optional<InetAddress> of(String text) {
        boolean literal = text.contains(":")
                ? IPV6.matcher(text).matches()
                : IPV4.matcher(text).matches();
        if (!literal) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
