package org.safeward.access;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.IpAddress;

/**
 * What slows down guessing, and whom it may refuse. A wrong attempt counts
 *
 * <ul>
 *   <li>for its account at its address: after a few, nobody is let in there as that account for a while, right password or not;
 *   <li>for its account wherever it came from: after more, that holds everywhere, but where the account has come in before: its owner is
 *       not shut out by strangers elsewhere;
 *   <li>for its address: after some, what is wrong is answered as one too many. What is right is let in: many people stand behind one proxy.
 * </ul>
 *
 * <p>Hashing is a work of its own, which {@code HashingSlots} shares out. Not promised: that other nodes know, or that it outlives the server.
 */
@ApplicationScoped
public class LoginThrottle {
    private static final Duration LONGEST_OF_ACCOUNT = Duration.ofMinutes(1);
    private static final Duration LONGEST_OF_ADDRESS = Duration.ofMinutes(15);

    private final FailureThrottle accountsAtPlaces;
    private final FailureThrottle accounts;
    private final FailureThrottle addresses;
    private final FailureThrottle keys;
    private final Places known = new Places();

    LoginThrottle() {
        this(Clock.systemUTC());
    }

    LoginThrottle(InstantSource clock) {
        accountsAtPlaces = new FailureThrottle(5, LONGEST_OF_ACCOUNT, clock);
        accounts = new FailureThrottle(20, LONGEST_OF_ACCOUNT, clock);
        addresses = new FailureThrottle(10, LONGEST_OF_ADDRESS, clock);
        keys = new FailureThrottle(10, LONGEST_OF_ADDRESS, clock);
    }

    /**
     * Before a password is looked at. To be followed by {@link #rightPassword} or {@link #wrongPassword}.
     *
     * @throws Fault TOO_MANY_ATTEMPTS
     */
    public void password(String account, String address) {
        String name = account.toLowerCase(Locale.ROOT);
        Places.Place place = new Places.Place(name, network(address));
        require(accountsAtPlaces.attempt(place.toString()));
        if (!known.has(place)) {
            Duration pause = accounts.attempt(name);
            if (!pause.isZero()) {
                // Not looked at, so it says nothing about the place.
                accountsAtPlaces.takeBack(place.toString());
            }
            require(pause);
        }
    }

    public void rightPassword(String account, String address) {
        String name = account.toLowerCase(Locale.ROOT);
        Places.Place place = new Places.Place(name, network(address));
        accountsAtPlaces.forgive(place.toString());
        if (!known.has(place)) {
            accounts.takeBack(name);
        }
        known.add(place);
    }

    /** @throws Fault TOO_MANY_ATTEMPTS when the address has had its share of wrong ones */
    public void wrongPassword(String address) {
        require(addresses.attempt(network(address)));
    }

    /** @throws Fault TOO_MANY_ATTEMPTS */
    public void wrongKey(String address) {
        require(keys.attempt(network(address)));
    }

    private static void require(Duration pause) {
        if (!pause.isZero()) {
            throw new Fault(ErrorCode.TOO_MANY_ATTEMPTS, pause.plusMillis(999).toSeconds());
        }
    }

    /** Whoever has an IPv6 address has all of its /64. */
    public static String network(String address) {
        Optional<InetAddress> known = IpAddress.of(address);
        if (known.isEmpty() || known.get().getAddress().length == 4) {
            return known.map(InetAddress::getHostAddress).orElse(address);
        }
        byte[] bytes = known.get().getAddress();
        return HexFormat.of().formatHex(bytes, 0, bytes.length / 2);
    }
}
