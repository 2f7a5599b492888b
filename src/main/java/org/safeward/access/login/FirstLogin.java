package org.safeward.access.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Role;
import org.safeward.access.apikey.ApiKey;
import org.safeward.access.apikey.ApiKeySecret;
import org.safeward.access.apikey.ApiKeys;
import org.safeward.fault.Fault;
import org.safeward.settings.AccessSettings;
import org.safeward.settings.Settings;

/**
 * Sees to it that somebody can log in: with the key and the password from the settings, or else, at the first start, with such as are made
 * here and written to {@code first-login.txt} in Safeward's home, which nobody else may read.
 */
@ApplicationScoped
public class FirstLogin {
    static final String ADMINISTRATOR = "admin";
    private static final String MADE_HERE = "first";

    @Inject
    private ApiKeys keys;

    @Inject
    private Accounts accounts;

    @Inject
    private Passwords passwords;

    @Inject
    private Settings settings;

    @Inject
    private InstantSource clock;

    /** Other accounts and keys are here now: what was written for those of the first start opens nothing any more. */
    public void afterTakeover() throws IOException {
        Files.deleteIfExists(file());
        prepare();
    }

    private Path file() {
        return settings.home().resolve("first-login.txt");
    }

    public void prepare() throws IOException {
        FirstLoginFile file = new FirstLoginFile(file());
        AccessSettings access = settings.access();
        prepareKey(access.apiKey(), file);
        if (access.adminPassword().isPresent()) {
            administratorHas(access.adminPassword().get());
        } else if (accounts.none()) {
            makeAdministrator(file);
        }
    }

    private void prepareKey(Optional<String> fromSettings, FirstLoginFile file) throws IOException {
        if (fromSettings.isPresent()) {
            keys.put(ApiKey.FROM_SETTINGS, ApiKeySecret.of(fromSettings.get()), Role.ADMIN.name());
            return;
        }
        keys.removeNamed(ApiKey.FROM_SETTINGS);
        if (keys.none()) {
            String key = ApiKeySecret.newKey();
            // The file first: a key that nobody was told of would be lost for good.
            file.put("api-key", key);
            keys.put(MADE_HERE, ApiKeySecret.of(key), Role.ADMIN.name());
        }
    }

    /** Also brings an administrator back who was disabled or lost the role: whoever sets the settings has the last word. */
    private void administratorHas(String password) {
        Optional<Account> administrator = accounts.byName(ADMINISTRATOR);
        if (administrator.isEmpty()) {
            accounts.add(ADMINISTRATOR, passwords.hash(password), Role.ADMIN.name());
            return;
        }
        boolean same = passwords.fits(password, administrator.map(Account::passwordHash));
        String hash = same ? administrator.get().passwordHash() : passwords.hash(password);
        accounts.change(administrator.get().id(), row -> {
            Instant now = clock.instant();
            if (!same) {
                row.setPassword(hash, now);
            }
            row.setRole(Role.ADMIN.name(), now);
            row.setEnabled(true, now);
        });
    }

    private void makeAdministrator(FirstLoginFile file) throws IOException {
        String password = ApiKeySecret.newPassword();
        file.put("admin-password", password);
        try {
            accounts.add(ADMINISTRATOR, passwords.hash(password), Role.ADMIN.name());
        } catch (Fault e) {
            // Another node was faster, and its file has the password that counts.
            file.remove("admin-password");
        }
    }
}
