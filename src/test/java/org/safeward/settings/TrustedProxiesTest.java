package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static boolean trusts(String proxies, String address) {
        return TrustedProxies.of(List.of(proxies))
                .contains(IpAddress.of(address).orElseThrow());
    }

    @Test
    void anAddressIsNoText() {
        assertEquals(true, trusts("::1", "0:0:0:0:0:0:0:1"));
        assertEquals(true, trusts("::ffff:10.0.0.1", "10.0.0.1"));
        assertEquals(false, trusts("10.0.0.1", "10.0.0.10"));
        assertEquals(false, trusts("::1", "127.0.0.1"));
    }

    @Test
    void aNetworkHoldsItsAddresses() {
        assertEquals(true, trusts("10.0.0.0/8", "10.255.0.1"));
        assertEquals(false, trusts("10.0.0.0/8", "11.0.0.1"));
        assertEquals(true, trusts("192.0.2.128/25", "192.0.2.200"));
        assertEquals(false, trusts("192.0.2.128/25", "192.0.2.100"));
        assertEquals(true, trusts("2001:db8::/33", "2001:db8:7fff::1"));
        assertEquals(false, trusts("2001:db8::/33", "2001:db8:8000::1"));
        assertEquals(true, trusts("0.0.0.0/0", "8.8.8.8"));
        assertEquals(false, trusts("0.0.0.0/0", "::1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "proxy.example.org",
                "10.0.0",
                "10.0.0.256",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/x",
                "::/129",
                "*",
                "010.0.0.1/8/8",
                "1",
                ":"
            })
    void whatIsNeitherIsRefused(String word) {
        assertThrows(IllegalArgumentException.class, () -> TrustedProxies.of(List.of(word)));
    }
}
