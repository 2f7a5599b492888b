package org.safeward.settings;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/**
 * The proxies whose {@code X-Forwarded-For} is believed, as addresses and networks ({@code 10.0.0.0/8}). Compared as addresses and not as
 * texts: {@code ::1} is {@code 0:0:0:0:0:0:0:1} too.
 */
public final class TrustedProxies {
    static final TrustedProxies NONE = new TrustedProxies(List.of());

    private final List<Network> networks;

    private record Network(byte[] address, int bits) {
        boolean contains(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (other[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private TrustedProxies(List<Network> networks) {
        this.networks = networks;
    }

    /** @throws IllegalArgumentException when one of them is neither */
    public static TrustedProxies of(Iterable<String> words) {
        List<Network> networks = new ArrayList<>();
        for (String word : words) {
            String[] parts = word.split("/", 2);
            byte[] address = IpAddress.of(parts[0])
                    .orElseThrow(IllegalArgumentException::new)
                    .getAddress();
            int most = address.length * 8;
            int bits = parts.length == 1 ? most : Integer.parseInt(parts[1]);
            if (bits < 0 || bits > most) {
                throw new IllegalArgumentException();
            }
            networks.add(new Network(address, bits));
        }
        return new TrustedProxies(List.copyOf(networks));
    }

    public boolean contains(InetAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address.getAddress()));
    }
}
