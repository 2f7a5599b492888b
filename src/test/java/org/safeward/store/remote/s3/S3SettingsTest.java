package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3SettingsTest {
    @ParameterizedTest
    @CsvSource({"'', ''", "a, a/", "a/b/, a/b/"})
    void aPrefixEndsWithASlash(String given, String kept) {
        assertEquals(
                kept,
                settings("https://localhost:9000", "eu-central-1", "backups", given)
                        .prefix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://host", "https://user:word@host", "https:///path", "host:9000", "https://host?a=b"})
    void refusesWhatIsNoEndpoint(String endpoint) {
        assertThrows(IllegalArgumentException.class, () -> settings(endpoint, "eu-central-1", "backups", ""));
    }

    @ParameterizedTest
    @CsvSource({"'', backups, ''", "eu-central-1, ' ', ''", "eu-central-1, backups, /a"})
    void refusesWhatNamesNoBucket(String region, String bucket, String prefix) {
        assertThrows(IllegalArgumentException.class, () -> settings("https://host", region, bucket, prefix));
    }

    @Test
    void noTextOfItHasTheSecret() {
        S3Settings settings = settings("https://localhost:9000", "eu-central-1", "backups", "a");
        assertFalse((settings + settings.address()).contains("s3cret"), settings.toString());
        assertEquals("s3://backups/a/ (https://localhost:9000)", settings.address());
    }

    private static S3Settings settings(String endpoint, String region, String bucket, String prefix) {
        return new S3Settings(
                Optional.of(URI.create(endpoint)),
                region,
                bucket,
                prefix,
                true,
                Optional.of(new S3Credentials("key", "s3cret")));
    }
}
