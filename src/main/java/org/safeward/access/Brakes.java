package org.safeward.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * What slows down guessing, by account and by address. The pause of an account is short, since it is also the one that its owner has to
 * wait for a stranger's guesses.
 */
@ApplicationScoped
class Brakes {
    private static final Duration LONGEST_OF_ACCOUNT = Duration.ofMinutes(1);
    private static final Duration LONGEST_OF_ADDRESS = Duration.ofMinutes(15);

    private final FailureBrake accounts = new FailureBrake(5, LONGEST_OF_ACCOUNT, Clock.systemUTC());
    private final FailureBrake addresses = new FailureBrake(10, LONGEST_OF_ADDRESS, Clock.systemUTC());
    private final FailureBrake keys = new FailureBrake(10, LONGEST_OF_ADDRESS, Clock.systemUTC());

    /**
     * Before a password is looked at. To be followed by {@link #rightPassword} when it was right.
     *
     * @throws Fault TOO_MANY_ATTEMPTS
     */
    void password(String account, String address) {
        require(addresses.attempt(network(address)));
        require(accounts.attempt(account.toLowerCase(Locale.ROOT)));
    }

    void rightPassword(String account, String address) {
        addresses.takeBack(network(address));
        accounts.forgive(account.toLowerCase(Locale.ROOT));
    }

    /** @throws Fault TOO_MANY_ATTEMPTS */
    void wrongKey(String address) {
        require(keys.attempt(network(address)));
    }

    private static void require(Duration pause) {
        if (!pause.isZero()) {
            throw new Fault(ErrorCode.TOO_MANY_ATTEMPTS, pause.plusMillis(999).toSeconds());
        }
    }

    /** Whoever has an IPv6 address has all of its /64. */
    static String network(String address) {
        if (!address.contains(":")) {
            return address;
        }
        try {
            // A literal, so nothing is looked up.
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return HexFormat.of().formatHex(bytes, 0, bytes.length / 2);
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
