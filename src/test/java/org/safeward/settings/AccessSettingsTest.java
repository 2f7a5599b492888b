package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessSettingsTest {
    /** A configuration that has these values and no others. */
    private static SettingReader reader(Map<String, String> values) {
        Config config = (Config) Proxy.newProxyInstance(
                Config.class.getClassLoader(), new Class<?>[] {Config.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("getOptionalValue")) {
                        return Optional.ofNullable(values.get((String) arguments[0]));
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
        return new SettingReader(config);
    }

    private static List<String> faults(String name, String value) {
        SettingReader reader = reader(Map.of(name, value));
        new AccessSettings(reader);
        return reader.faults();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "short",
                "key-of-the-tests",
                "0123456789abcdef0123456789abcde",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                "12121212121212121212121212121212",
                "abcabcabcabcabcabcabcabcabcabcabcabc"
            })
    void aKeyThatCanBeGuessedStopsTheStartAndIsNotShown(String key) {
        List<String> faults = faults("safeward.api-key", key);
        assertEquals(1, faults.size());
        assertTrue(
                faults.get(0).startsWith("safeward.api-key can be guessed: it needs at least 32 characters"),
                faults.get(0));
        assertTrue(!faults.get(0).contains(key), faults.get(0));
    }

    @Test
    void thirtyTwoCharactersAreEnough() {
        assertEquals(List.of(), faults("safeward.api-key", "0123456789abcdef0123456789abcdef"));
        assertEquals(List.of(), faults("safeward.api-key", ""));
    }

    @Test
    void aProxyIsAnAddressOrANetwork() throws Exception {
        for (String proxies : List.of("proxy.example.org", "10.0.0.0/33", "10.0.0.1, *")) {
            assertTrue(
                    faults("safeward.trusted-proxies", proxies).get(0).startsWith("safeward.trusted-proxies is not"));
        }
        SettingReader reader = reader(Map.of("safeward.trusted-proxies", "192.0.2.1, 10.0.0.0/8 ,::1"));
        AccessSettings settings = new AccessSettings(reader);
        assertEquals(List.of(), reader.faults());
        assertTrue(settings.trustedProxies().contains(InetAddress.getByName("10.2.3.4")));
        assertTrue(settings.trustedProxies().contains(InetAddress.getByName("0:0:0:0:0:0:0:1")));
    }
}
