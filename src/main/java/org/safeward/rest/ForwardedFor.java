package org.safeward.rest;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.safeward.settings.IpAddress;
import org.safeward.settings.TrustedProxies;

/**
 * Who is behind the proxies that are trusted. Each proxy adds the address that it was called from to {@code X-Forwarded-For}, some at the end
 * of the line that is there, others (HAProxy) in a line of their own, which means the same (RFC 9110, section 5.3). So the list is read from
 * the end of the last line backwards, as long as whoever added the element is trusted; what stands before it, anybody may have written.
 */
final class ForwardedFor {
    /** Some proxies add the port, and brackets with it (RFC 7239, section 6, has the form). */
    private static final Pattern WITH_PORT = Pattern.compile("\\[([^\\]]*)\\](?::\\d{1,5})?|([^:]+):\\d{1,5}");

    private ForwardedFor() {}

    /**
     * @param peer who has the connection
     * @param lines of the header, in their order
     * @return an address; the peer as it is when it is no address
     */
    static String client(String peer, List<String> lines, TrustedProxies proxies) {
        Optional<InetAddress> address = IpAddress.of(peer);
        if (address.isEmpty()) {
            return peer;
        }
        String[] hops = String.join(",", lines).split(",");
        for (int i = hops.length - 1; i >= 0 && proxies.contains(address.get()); i--) {
            String hop = hops[i].strip();
            if (!hop.isEmpty()) {
                Optional<InetAddress> before = IpAddress.of(withoutPort(hop));
                if (before.isEmpty()) {
                    // A proxy that does not say who called it: nobody is known behind it.
                    break;
                }
                address = before;
            }
        }
        return address.get().getHostAddress();
    }

    private static String withoutPort(String hop) {
        Matcher matcher = WITH_PORT.matcher(hop);
        if (!matcher.matches()) {
            return hop;
        }
        return matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    }
}
