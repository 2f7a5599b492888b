package org.safeward.archive.age;

import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** The public keys ({@code age1...}) that a file is encrypted to: each of their identities alone opens it. */
public final class Recipients {
    /** So that a header stays far below {@link Header#MOST_BYTES}. */
    private static final int MOST = 64;

    private static final int SHOWN = 12;

    private final List<String> publicKeys;
    private final List<RecipientStanzaWriter> writers;

    private Recipients(List<String> publicKeys) {
        this.publicKeys = publicKeys;
        this.writers = publicKeys.stream().map(Recipients::writer).toList();
    }

    /**
     * Takes one key or several, separated by commas or white space.
     *
     * @throws Fault RECIPIENT_SECRET for a key that opens files, RECIPIENT_UNSUPPORTED for one of SSH or a plugin, RECIPIENT_INVALID for
     *     anything else, for none and for more than 64
     */
    public static Recipients parse(String text) {
        List<String> keys = Stream.of(text.split("[,\\s]+"))
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
        refuseOthers(text, keys);
        if (keys.isEmpty() || keys.size() > MOST) {
            throw new Fault(ErrorCode.RECIPIENT_INVALID, keys.size());
        }
        return new Recipients(keys);
    }

    private static void refuseOthers(String text, List<String> keys) {
        if (text.toUpperCase(Locale.ROOT).contains("AGE-SECRET-KEY-")) {
            throw new Fault(ErrorCode.RECIPIENT_SECRET);
        }
        for (String key : keys) {
            // age1pq1..., age1yubikey1...: the last 1 is where the data begins.
            if (key.startsWith("ssh-") || key.startsWith("age1") && key.lastIndexOf('1') > "age".length()) {
                throw new Fault(ErrorCode.RECIPIENT_UNSUPPORTED, beginning(key));
            }
        }
    }

    private static RecipientStanzaWriter writer(String publicKey) {
        try {
            return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(publicKey);
        } catch (GeneralSecurityException | RuntimeException e) {
            // Without its cause, whose message may hold the whole text: it may be a secret of another kind.
            throw new Fault(ErrorCode.RECIPIENT_INVALID, beginning(publicKey));
        }
    }

    private static String beginning(String key) {
        return key.length() <= SHOWN ? key : key.substring(0, SHOWN) + "...";
    }

    /** As they were given, without repetitions. They are no secret. */
    public List<String> publicKeys() {
        return new ArrayList<>(publicKeys);
    }

    /** The same for the same keys, in whatever order they were given. */
    public String inOrder() {
        return publicKeys.stream().sorted().collect(Collectors.joining(","));
    }

    List<RecipientStanzaWriter> writers() {
        return writers;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipients same && publicKeys.equals(same.publicKeys);
    }

    @Override
    public int hashCode() {
        return publicKeys.hashCode();
    }

    @Override
    public String toString() {
        return String.join(",", publicKeys);
    }
}
