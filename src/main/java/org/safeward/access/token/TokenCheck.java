package org.safeward.access.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimNames;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.ParseException;
import java.util.HashSet;
import java.util.Set;
import org.safeward.access.Identity;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.AccessSettings;
import org.safeward.settings.Settings;

/**
 * Recognises tokens: our own, and those of the identity provider that the settings name. The issuer that a token claims decides by whose
 * keys and rules it is judged, so neither can pass for the other. Only signatures by key pairs count.
 */
@ApplicationScoped
public class TokenCheck {
    /** Two times what any server of ours lets through as a header by default. */
    private static final int MOST_CHARACTERS = 1 << 14;

    @Inject
    private OwnTokens ownTokens;

    @Inject
    private ProviderTokens providerTokens;

    @Inject
    private Settings settings;

    private volatile DefaultJWTProcessor<SecurityContext> own;
    private volatile DefaultJWTProcessor<SecurityContext> provider;

    /**
     * To be called at the start; until then no token counts.
     *
     * @throws org.safeward.settings.BadSettings when the provider's key cannot be read
     */
    public void prepare() {
        AccessSettings access = settings.access();
        providerTokens.prepare();
        own = processor(
                (header, context) -> ownTokens.keysFor(header),
                new HashSet<>(Set.of(AccessSettings.OWN_ISSUER)),
                AccessSettings.OWN_ISSUER,
                Set.of(JWTClaimNames.SUBJECT));
        access.issuer().filter(issuer -> access.trustsProvider()).ifPresent(issuer -> {
            provider = processor(
                    (header, context) -> providerTokens.keysFor(header),
                    access.audiences().isEmpty() ? null : new HashSet<>(access.audiences()),
                    issuer,
                    Set.of());
        });
    }

    private DefaultJWTProcessor<SecurityContext> processor(
            JWSKeySelector<SecurityContext> keys, Set<String> audiences, String issuer, Set<String> alsoRequired) {
        // Sets that can be asked for null, as the library does.
        DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                audiences, new JWTClaimsSet.Builder().issuer(issuer).build(), required(alsoRequired), null);
        claims.setMaxClockSkew((int) settings.access().clockSkew().toSeconds());
        DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
        processor.setJWSKeySelector(keys);
        processor.setJWTClaimsSetVerifier(claims);
        return processor;
    }

    private static Set<String> required(Set<String> also) {
        Set<String> required = new HashSet<>(also);
        required.add(JWTClaimNames.EXPIRATION_TIME);
        return required;
    }

    /** @throws Fault TOKEN_INVALID, TOKEN_EXPIRED; IDENTITY_PROVIDER_UNREACHABLE when its keys are needed and cannot be had */
    public Identity check(String text) {
        try {
            SignedJWT token = parsed(text);
            boolean ours =
                    AccessSettings.OWN_ISSUER.equals(token.getJWTClaimsSet().getIssuer());
            DefaultJWTProcessor<SecurityContext> processor = ours ? own : provider;
            if (processor == null) {
                throw new Fault(ErrorCode.TOKEN_INVALID);
            }
            JWTClaimsSet claims = processor.process(token, null);
            return ours ? ownTokens.identity(claims) : providerTokens.identity(claims);
        } catch (ExpiredJWTException e) {
            throw new Fault(e, ErrorCode.TOKEN_EXPIRED);
        } catch (KeySourceException e) {
            throw new Fault(e, ErrorCode.IDENTITY_PROVIDER_UNREACHABLE);
        } catch (ParseException | BadJOSEException | JOSEException | IllegalArgumentException e) {
            throw new Fault(e, ErrorCode.TOKEN_INVALID);
        }
    }

    /** Fails for tokens without signature and for encrypted ones, and for whatever a parser stumbles over: nothing but the text is its cause. */
    private static SignedJWT parsed(String text) throws ParseException {
        if (text.length() > MOST_CHARACTERS) {
            throw new Fault(ErrorCode.TOKEN_INVALID);
        }
        try {
            SignedJWT token = SignedJWT.parse(text);
            // Kept by the token.
            token.getJWTClaimsSet();
            return token;
        } catch (RuntimeException | StackOverflowError e) {
            throw new Fault(e, ErrorCode.TOKEN_INVALID);
        }
    }
}
