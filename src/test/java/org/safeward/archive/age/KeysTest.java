package org.safeward.archive.age;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.safeward.archive.age.AgeSamples.PAIR;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What is a key, and what is not: named by its code, and never shown when it may be a secret. */
class KeysTest {
    private final String other = KeyPair.make().publicKey();

    @Test
    void takesSeveralPublicKeysOnceEach() {
        String text = "\n " + PAIR.publicKey() + ", " + other + "\t" + PAIR.publicKey() + ",\n";
        assertEquals(List.of(PAIR.publicKey(), other), Recipients.parse(text).publicKeys());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " , ", "age1", "age", "hello", "AGE1QQ"})
    void refusesWhatIsNoPublicKey(String text) {
        assertEquals(ErrorCode.RECIPIENT_INVALID, recipientFault(text));
    }

    @Test
    void refusesAMistypedPublicKey() {
        String key = PAIR.publicKey();
        for (int at = 0; at < key.length(); at++) {
            char wrong = key.charAt(at) == 'q' ? 'p' : 'q';
            String changed = key.substring(0, at) + wrong + key.substring(at + 1);
            assertEquals(ErrorCode.RECIPIENT_INVALID, recipientFault(changed), changed);
        }
        assertEquals(ErrorCode.RECIPIENT_INVALID, recipientFault(key + "," + key.substring(1)));
    }

    @Test
    void refusesMoreKeysThanAHeaderShouldHold() {
        String many = IntStream.range(0, 65)
                .mapToObj(each -> KeyPair.make().publicKey())
                .collect(Collectors.joining(","));
        assertEquals(ErrorCode.RECIPIENT_INVALID, recipientFault(many));
        Recipients most = Recipients.parse(many.substring(0, many.lastIndexOf(',')));
        assertEquals(64, most.publicKeys().size());
        assertFalse(Header.make(most).header().length > Header.MOST_BYTES / 8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIL user@host",
                "ssh-rsa AAAAB3NzaC1yc2E",
                "age1yubikey1qwt50d05nh5vutpdzmlg5wn80xq5negm4uj9ghv0snvdd3yysf5yw3rhl3t",
                "age1pq1qqqqqqqqqqqqqqqqqqqqqqqqq"
            })
    void namesKeysOfOtherKinds(String text) {
        assertEquals(ErrorCode.RECIPIENT_UNSUPPORTED, recipientFault(text));
    }

    @Test
    void refusesASecretKeyWhereAPublicOneBelongsAndDoesNotShowIt() {
        for (String text : List.of(
                PAIR.secretKey(), PAIR.publicKey() + "," + PAIR.secretKey().toLowerCase())) {
            Fault fault = assertThrows(Fault.class, () -> Recipients.parse(text));
            assertEquals(ErrorCode.RECIPIENT_SECRET, fault.code());
            assertShowsNothing(fault, text);
        }
    }

    @Test
    void takesIdentityFilesWithSeveralKeys() {
        String text = "# created: 2026\r\n# public key: " + other + "\r\n\r\n"
                + KeyPair.make().secretKey() + "\r\n" + PAIR.secretKey() + "  \n";
        Identity.parse(text).close();
    }

    @Test
    void refusesWhatIsNoIdentityAndShowsNothingOfIt() {
        String key = PAIR.secretKey();
        for (String text : List.of(
                "",
                "# only a comment",
                PAIR.publicKey(),
                key.toLowerCase(),
                key.substring(1),
                key.substring(0, 70),
                key.replace(key.charAt(30), key.charAt(30) == 'Q' ? 'P' : 'Q'),
                key + key,
                key + "\nnonsense",
                (key + "\n").repeat(17),
                "#" + "x".repeat(20_000))) {
            Fault fault = assertThrows(Fault.class, () -> Identity.parse(text), text);
            assertEquals(ErrorCode.IDENTITY_INVALID, fault.code());
            assertShowsNothing(fault, key);
        }
    }

    @Test
    void secretsAreInNoText() {
        KeyPair pair = KeyPair.make();
        assertNotEquals(PAIR.secretKey(), pair.secretKey());
        assertFalse(pair.toString().contains(pair.secretKey().substring(20, 40)));
        assertEquals("Identity", Identity.parse(pair.secretKey()).toString());
    }

    private static ErrorCode recipientFault(String text) {
        return assertThrows(Fault.class, () -> Recipients.parse(text), text).code();
    }

    private static void assertShowsNothing(Fault fault, String secret) {
        StringWriter trace = new StringWriter();
        fault.printStackTrace(new PrintWriter(trace));
        String shown = (trace + " " + fault.arguments()).toUpperCase();
        assertFalse(shown.contains(secret.substring(20, 40).toUpperCase()), shown);
    }
}
