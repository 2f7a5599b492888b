package org.safeward.access.token;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.security.PublicKey;
import java.text.ParseException;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PublicKeyParserTest {
    private static RSAKey rsa;
    private static ECKey ec;

    @BeforeAll
    static void makeKeys() throws JOSEException {
        rsa = new RSAKeyGenerator(2048).keyID("one").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID("two").generate();
    }

    @Test
    void readsPublicKeysInPem() throws JOSEException, ParseException {
        assertEquals(rsa.toPublicKey(), onlyRsa(pem(rsa.toPublicKey())));
        JWKSet set = PublicKeyParser.parse(pem(ec.toPublicKey()));
        assertEquals(ec.toPublicKey(), set.getKeys().get(0).toECKey().toPublicKey());
    }

    @Test
    void readsOneKeyAndASetInJson() throws JOSEException, ParseException {
        assertEquals(rsa.toPublicKey(), onlyRsa(rsa.toPublicJWK().toJSONString()));
        JWKSet set = PublicKeyParser.parse("\n{\"keys\": [" + rsa.toPublicJWK() + ", " + ec.toPublicJWK() + "]}\n");
        assertEquals(2, set.getKeys().size());
    }

    @Test
    void readsBothInBase64() throws JOSEException, ParseException {
        byte[] json = rsa.toPublicJWK().toJSONString().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(rsa.toPublicKey(), onlyRsa(Base64.getEncoder().encodeToString(json)));
        assertEquals(rsa.toPublicKey(), onlyRsa(Base64.getUrlEncoder().encodeToString(json)));
    }

    @Test
    void keepsNoPrivatePart() throws ParseException {
        assertFalse(PublicKeyParser.parse(rsa.toJSONString()).getKeys().get(0).isPrivate());
    }

    @Test
    void refusesWhatIsNoKey() {
        for (String text : new String[] {
            "", "x", "{}", "{\"keys\": 1}", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----"
        }) {
            assertThrows(ParseException.class, () -> PublicKeyParser.parse(text), text);
        }
    }

    private static PublicKey onlyRsa(String text) throws JOSEException, ParseException {
        return PublicKeyParser.parse(text).getKeys().get(0).toRSAKey().toPublicKey();
    }

    private static String pem(PublicKey key) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
        return "-----BEGIN PUBLIC KEY-----\n" + body + "\n-----END PUBLIC KEY-----\n";
    }
}
