package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Guessing is slowed down; whoever is right is let in, but as the account that is being guessed, and there only where that goes on. */
class LoginThrottleTest {
    private static final String PROXY = "198.51.100.1";

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final LoginThrottle throttle = new LoginThrottle(() -> now);

    /** @return the error of a wrong password */
    private ErrorCode wrong(String account, String address) {
        try {
            throttle.password(account, address);
            throttle.wrongPassword(address);
            return ErrorCode.LOGIN_FAILED;
        } catch (Fault e) {
            return e.code();
        }
    }

    private void right(String account, String address) {
        assertDoesNotThrow(() -> {
            throttle.password(account, address);
            throttle.rightPassword(account, address);
        });
    }

    private void guess(String account, String address, int times) {
        for (int i = 0; i < times; i++) {
            wrong(account, address);
        }
    }

    @Test
    void whoeverGuessesAtAnAccountIsRefusedThereEvenIfItIsRight() {
        guess("ada", PROXY, 10);
        Fault refused = assertThrows(Fault.class, () -> throttle.password("ada", PROXY));
        assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, refused.code());
        assertThrows(Fault.class, () -> throttle.password("ADA", PROXY));
    }

    @Test
    void aStrangerBehindTheSameProxyLocksNobodyElseOut() {
        for (int i = 0; i < 100; i++) {
            guess("nobody-" + i, PROXY, 3);
        }
        guess("ada", PROXY, 100);
        right("bob", PROXY);
        right("carol", PROXY);
    }

    @Test
    void guessesElsewhereDoNotShutAnAccountOut() {
        guess("ada", "203.0.113.1", 100);
        right("ada", "192.0.2.1");
    }

    @Test
    void guessesFromEverywhereAreRefusedEverywhereButWhereTheAccountHasComeInBefore() {
        right("ada", "192.0.2.1");
        for (int i = 0; i < 100; i++) {
            wrong("ada", "203.0.113." + i);
        }
        assertThrows(Fault.class, () -> throttle.password("ada", "203.0.113.200"));
        right("ada", "192.0.2.1");
        guess("ada", "192.0.2.1", 10);
        assertThrows(Fault.class, () -> throttle.password("ada", "192.0.2.1"), "a known place can be guessed at too");
    }

    @Test
    void whatIsWrongFromAnAddressThatTriesManyAccountsIsOneTooMany() {
        for (int i = 0; i < 12; i++) {
            wrong("nobody-" + i, PROXY);
        }
        assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, wrong("somebody", PROXY));
        assertEquals(ErrorCode.LOGIN_FAILED, wrong("somebody", "192.0.2.9"));
    }

    @Test
    void anIpv6NetworkIsOnePlace() {
        for (int i = 0; i < 10; i++) {
            wrong("ada", "2001:db8:1:2::" + i);
        }
        assertThrows(Fault.class, () -> throttle.password("ada", "2001:db8:1:2:ffff::1"));
        assertDoesNotThrow(() -> throttle.password("ada", "2001:db8:1:3::1"));
    }

    @Test
    void aRefusalOfTheAccountIsNoFailureOfThePlace() {
        for (int i = 0; i < 40; i++) {
            wrong("ada", "203.0.113." + i);
        }
        guess("ada", "192.0.2.1", 20);
        now = now.plusSeconds(7200);
        for (int i = 0; i < 5; i++) {
            assertEquals(ErrorCode.LOGIN_FAILED, wrong("ada", "192.0.2.1"));
        }
    }

    /** Whoever tries again each second while others keep his account shut is let in when it opens. */
    @Test
    void waitingAtAShutAccountShutsNoPlace() {
        for (int i = 0; i < 40; i++) {
            wrong("ada", "203.0.113." + i);
            now = now.plusSeconds(60);
        }
        wrong("ada", "203.0.113.100");
        for (int i = 0; i < 59; i++) {
            now = now.plusSeconds(1);
            assertEquals(ErrorCode.TOO_MANY_ATTEMPTS, wrong("ada", "192.0.2.1"));
        }
        now = now.plusSeconds(1);
        right("ada", "192.0.2.1");
    }
}
