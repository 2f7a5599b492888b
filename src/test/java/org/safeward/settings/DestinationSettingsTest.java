package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.beans.Beans;
import org.safeward.store.remote.FileLock;

class DestinationSettingsTest {
    private static final String KEY = "safeward.destination.offsite.";
    private static final String FINGERPRINT = "SHA256:" + "a".repeat(43);

    private final Map<String, String> values = new HashMap<>(Map.of("safeward.destinations", "offsite"));

    @ParameterizedTest
    @CsvSource({
        "s3://bucket/some/where, s3://bucket/some/where/ (us-east-1)",
        "s3://bucket, s3://bucket/ (us-east-1)",
        "sftp://me@host/srv/backups, sftp://me@host/srv/backups",
        "sftp://me@host:2222/~/backups, sftp://me@host:2222/~/backups",
        "davs://host/backups, https://host/backups/",
        "dav://localhost:80/b, http://localhost:80/b/",
        "file:///mnt/nas, /mnt/nas"
    })
    void eachKindOfPlaceIsUnderstood(String url, String address) {
        values.put(KEY + "url", url);
        values.put(KEY + "password", "secret");
        values.put(KEY + "host-key", FINGERPRINT);

        Settings settings = settings();

        settings.check(List.of());
        assertEquals(address, settings.destinations().get("offsite").place().address());
    }

    @Test
    void withoutALocalPlaceEachDatabaseHasADestination() {
        values.put(KEY + "url", "file:///mnt/nas");
        values.put("safeward.backup.local", "false");
        settings().check(List.of());
        assertTrue(settings().spool().isPresent());

        values.put("safeward.databases", "default,shop");
        values.put("safeward.database.shop.url", "jdbc:sqlite:/srv/shop.db");
        values.put(KEY + "databases", "default");

        BadSettings refused = assertThrows(BadSettings.class, () -> settings().check(List.of()));
        assertTrue(refused.getMessage().contains("safeward.backup.local is false"), refused.getMessage());
        assertTrue(refused.getMessage().contains("shop"), refused.getMessage());
    }

    @Test
    void anAgeOfCopiesIsAskedForOnlyWhereThereAreSome() {
        values.remove("safeward.destinations");
        settings().check(List.of());
        values.put("safeward.health.max-copy-age", "2d");

        BadSettings refused = assertThrows(BadSettings.class, () -> settings().check(List.of()));
        assertTrue(refused.getMessage().contains("safeward.health.max-copy-age"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://host/x",
                "s3:bucket",
                "s3://key:hunter2hunter2@bucket/x",
                "sftp://host/x",
                "sftp://me:hunter2hunter2@host/x",
                "davs://me:hunter2hunter2@host/x",
                "davs://me@host/x",
                "file://mnt/nas",
                "file:relative",
                "not a url hunter2hunter2",
                "s3:///prefix"
            })
    void whatCannotBeUsedIsNamedWithoutItsSecrets(String url) {
        values.put(KEY + "url", url);
        values.put(KEY + "host-key", FINGERPRINT);

        BadSettings bad = bad();

        assertTrue(bad.getMessage().contains(KEY + "url"), bad.getMessage());
        assertFalse(bad.getMessage().contains("hunter2"), bad.getMessage());
    }

    @Test
    void oneWithoutAUrlAndOneWithAStrangeNameAreNamed() {
        values.put("safeward.destinations", "offsite, Bad-Name, local");

        String message = bad().getMessage();

        assertTrue(message.contains(KEY + "url is missing"), message);
        assertTrue(message.contains("Bad-Name") && message.contains("local"), message);
    }

    @Test
    void anSftpServerNeedsAKnownKeyAndWhoWeAre() {
        values.put(KEY + "url", "sftp://me@host/x");
        assertTrue(bad().getMessage().contains("key-file"));

        values.put(KEY + "password", "secret");
        assertTrue(bad().getMessage().contains("known-hosts"));
    }

    @Test
    void whatBelongsToOneIsReadForIt() {
        values.put("safeward.destinations", "second, offsite");
        values.put("safeward.databases", "default, shop");
        values.put("safeward.destination.second.url", "file:///mnt/nas");
        values.put(KEY + "url", "s3://bucket/x");
        values.put(KEY + "databases", "shop");
        values.put(KEY + "bandwidth", "1000000");
        values.put(KEY + "recipients", "age1a, age1b");

        Settings settings = settings();
        settings.check(List.of());

        assertEquals(
                List.of("second", "offsite"),
                List.copyOf(settings.destinations().keySet()));
        DestinationSettings offsite = settings.destinations().get("offsite");
        assertTrue(offsite.takes("shop"));
        assertFalse(offsite.takes("default"));
        assertEquals(OptionalLong.of(1_000_000), offsite.bandwidth());
        assertEquals(List.of("age1a", "age1b"), offsite.recipients());
        assertTrue(settings.destinations().get("second").takes("default"));
    }

    @ParameterizedTest
    @CsvSource({
        "30d, , 30, GOVERNANCE",
        "1d, GOVERNANCE, 1, GOVERNANCE",
        "7y, COMPLIANCE, 2555, COMPLIANCE",
        "100y, , 36500, GOVERNANCE"
    })
    void aLockIsWholeDaysOrYears(String lock, String mode, int days, FileLock.Mode expected) {
        values.put(KEY + "url", "s3://bucket/x");
        values.put(KEY + "lock", lock);
        if (mode != null) {
            values.put(KEY + "lock-mode", mode);
        }

        settings().check(List.of());

        assertEquals(
                Optional.of(new DestinationSettings.Lock(days, expected)),
                settings().destinations().get("offsite").lock());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0d", "12h", "30", "101y", "36501d", "1.5d", "-3d", "forever", "P30D"})
    void aLockOfAnotherLengthIsRefused(String lock) {
        values.put(KEY + "url", "s3://bucket/x");
        values.put(KEY + "lock", lock);

        assertTrue(bad().getMessage().contains(KEY + "lock is not a number of whole days"), bad().getMessage());
    }

    @Test
    void aLockThatNobodyCanKeepIsRefused() {
        values.put(KEY + "url", "file:///mnt/nas");
        values.put(KEY + "lock", "30d");
        assertTrue(bad().getMessage().contains("only a bucket of S3 can lock"), bad().getMessage());

        values.put(KEY + "url", "s3://bucket/x");
        values.put(KEY + "lock-mode", "STRICT");
        assertTrue(bad().getMessage().contains("lock-mode is not GOVERNANCE or COMPLIANCE"), bad().getMessage());

        values.remove(KEY + "lock");
        values.put(KEY + "lock-mode", "COMPLIANCE");
        assertTrue(bad().getMessage().contains(KEY + "lock is missing"), bad().getMessage());
        values.remove(KEY + "lock-mode");
        settings().check(List.of());
        assertEquals(Optional.empty(), settings().destinations().get("offsite").lock());
    }

    @Test
    void aDatabaseThatIsNotConfiguredIsNamed() {
        values.put(KEY + "url", "file:///mnt/nas");
        values.put(KEY + "databases", "shop");

        assertTrue(bad().getMessage().contains(KEY + "databases"));
    }

    private Settings settings() {
        return Beans.settings(values);
    }

    private BadSettings bad() {
        return assertThrows(BadSettings.class, () -> settings().check(List.of()));
    }
}
