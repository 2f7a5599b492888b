package org.safeward.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.safeward.settings.TrustedProxies;

/** Who is behind the proxies: what they say of him, and nothing that he says of himself. */
class ForwardedForTest {
    private static final TrustedProxies PROXIES =
            TrustedProxies.of(List.of("127.0.0.1", "10.0.0.0/8", "::1", "2001:db8::/32"));

    private static String client(String peer, String... lines) {
        return ForwardedFor.client(peer, List.of(lines), PROXIES);
    }

    @Test
    void theLastLineIsTheNearestProxys() {
        assertEquals("192.0.2.7", client("127.0.0.1", "203.0.113.9", "192.0.2.7"));
        assertEquals("192.0.2.7", client("127.0.0.1", "203.0.113.9, 198.51.100.1", "192.0.2.7"));
        assertEquals("192.0.2.7", client("127.0.0.1", "203.0.113.9", "", "192.0.2.7"));
        assertEquals("192.0.2.7", client("127.0.0.1", "203.0.113.9", "192.0.2.7, 10.1.2.3"));
        assertEquals("192.0.2.7", client("127.0.0.1", "192.0.2.7", "10.1.2.3"));
    }

    @Test
    void whoIsNoProxyIsNotBelieved() {
        assertEquals("192.0.2.1", client("192.0.2.1", "203.0.113.9"));
        assertEquals("192.0.2.1", client("127.0.0.1", "203.0.113.9, 192.0.2.1"));
        assertEquals("127.0.0.1", client("127.0.0.1"));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.7:54321, 192.0.2.7",
        "[2001:DB9::7]:443, 2001:db9:0:0:0:0:0:7",
        "[2001:db9::7], 2001:db9:0:0:0:0:0:7",
        "2001:db9::7, 2001:db9:0:0:0:0:0:7",
        "::ffff:192.0.2.7, 192.0.2.7"
    })
    void anAddressIsTheSameInEverySpelling(String hop, String address) {
        assertEquals(address, client("0:0:0:0:0:0:0:1", hop));
        assertEquals(address, client("127.0.0.1", hop + " , [::1]:80"));
    }

    /** Else whoever wrote the element before would be believed. */
    @ParameterizedTest
    @org.junit.jupiter.params.provider.ValueSource(
            strings = {"unknown", "_hidden", "example.org", "999.1.1.1", "::::", "1", "%zz", "\"192.0.2.1\""})
    void aProxyThatDoesNotSayWhoCalledItIsTheEndOfWhatIsKnown(String hop) {
        assertEquals("10.1.1.1", client("127.0.0.1", "203.0.113.9, " + hop + ", 10.1.1.1"));
        assertEquals("127.0.0.1", client("127.0.0.1", "203.0.113.9", hop));
    }
}
