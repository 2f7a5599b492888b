package org.safeward.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jwt.JWTClaimsSet;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.access.Account;
import org.safeward.access.Accounts;
import org.safeward.access.Identity;
import org.safeward.beans.Beans;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Login tokens whose signature and end are good. */
class OwnTokensTest {
    @TempDir
    Path home;

    private Beans beans;
    private Account account;

    @BeforeEach
    void start() {
        beans = Beans.in(home, Map.of());
        account = beans.get(Accounts.class).add("ada", "no hash", "ADMIN");
    }

    @AfterEach
    void close() {
        beans.close();
    }

    @Test
    void oneOfNowIsTaken() throws Exception {
        assertEquals("ada", identity(Duration.ZERO).getName());
        assertEquals("ada", identity(Duration.ofSeconds(50)).getName(), "the clocks of two nodes differ");
    }

    /** Its end lies as far in the future as the clock was ahead. */
    @ParameterizedTest
    @ValueSource(longs = {2, 60 * 24, 60 * 24 * 3650})
    void oneThatWasMadeWhileTheClockWasAheadIsNot(long minutes) {
        Fault refused = assertThrows(Fault.class, () -> identity(Duration.ofMinutes(minutes)));

        assertEquals(ErrorCode.TOKEN_INVALID, refused.code());
    }

    private Identity identity(Duration ahead) throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .subject(String.valueOf(account.id()))
                .claim("generation", account.generation())
                .issueTime(Date.from(Instant.now().plus(ahead)))
                .expirationTime(Date.from(Instant.now().plus(ahead).plusSeconds(3600)))
                .build();
        return beans.get(OwnTokens.class).identity(claims);
    }
}
