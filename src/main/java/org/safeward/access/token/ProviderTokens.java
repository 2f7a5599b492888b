package org.safeward.access.token;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jwt.JWTClaimsSet;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.Claims;
import org.safeward.access.Identity;
import org.safeward.access.Role;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.AccessSettings;
import org.safeward.settings.BadSettings;
import org.safeward.settings.Settings;

/** The tokens of an identity provider: with which keys they are checked, and what their groups are worth here. */
@ApplicationScoped
class ProviderTokens {
    private static final int TIMEOUT_MILLISECONDS = 3000;
    private static final int MOST_BYTES = 1 << 20;
    private static final int MOST_NAME_CHARACTERS = 100;

    @Inject
    private Settings settings;

    private volatile ProviderKeys keys;

    /** @throws BadSettings when the settings name a key that cannot be read; an address may be out of reach for now */
    void prepare() {
        AccessSettings access = settings.access();
        JWSAlgorithm algorithm = JWSAlgorithm.parse(access.publicKeyAlgorithm());
        if (access.publicKey().isPresent()) {
            JWKSet set = parsed(access.publicKey().get(), "mp.jwt.verify.publickey");
            keys = new ProviderKeys(algorithm, () -> set, Clock.systemUTC());
        } else if (access.publicKeyLocation().isPresent()) {
            keys = new ProviderKeys(algorithm, source(access.publicKeyLocation().get()), Clock.systemUTC());
        }
    }

    /** A file is read again as an address is: keys are replaced there too. */
    private static ProviderKeys.Source source(String location) {
        if (location.startsWith("http://") || location.startsWith("https://")) {
            URL url = url(location);
            DefaultResourceRetriever retriever =
                    new DefaultResourceRetriever(TIMEOUT_MILLISECONDS, TIMEOUT_MILLISECONDS, MOST_BYTES);
            return () -> PublicKeyParser.parse(retriever.retrieveResource(url).getContent());
        }
        Path file = location.startsWith("file:") ? Path.of(URI.create(location)) : Path.of(location);
        if (!Files.isReadable(file)) {
            throw new BadSettings(List.of("mp.jwt.verify.publickey.location " + file + " cannot be read"));
        }
        parsed(read(file), "mp.jwt.verify.publickey.location");
        return () -> PublicKeyParser.parse(Files.readString(file));
    }

    private static URL url(String location) {
        try {
            URI address = URI.create(location);
            if (address.getUserInfo() != null) {
                throw new BadSettings(
                        List.of("mp.jwt.verify.publickey.location holds a password, which logs would show"));
            }
            return address.toURL();
        } catch (IOException | IllegalArgumentException e) {
            throw new BadSettings(List.of("mp.jwt.verify.publickey.location is no address"));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new BadSettings(List.of("mp.jwt.verify.publickey.location " + file + " cannot be read"));
        }
    }

    private static JWKSet parsed(String text, String setting) {
        try {
            return PublicKeyParser.parse(text);
        } catch (ParseException e) {
            throw new BadSettings(List.of(setting + " holds no public key as PEM, JWK or JWKS"));
        }
    }

    /** @throws KeySourceException when they cannot be had */
    List<Key> keysFor(JWSHeader header) throws KeySourceException {
        return keys.of(header);
    }

    /** @param claims of a token whose signature, issuer, audience and times were good */
    Identity identity(JWTClaimsSet claims) throws ParseException {
        String name = Stream.of(Claims.upn.name(), Claims.preferred_username.name(), Claims.sub.name())
                .map(claims::getClaim)
                .filter(String.class::isInstance)
                .map(String.class::cast)
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseThrow(() -> new Fault(ErrorCode.TOKEN_INVALID));
        List<String> groups = Optional.ofNullable(claims.getStringListClaim(Claims.groups.name()))
                .orElse(List.of());
        Role role = role(groups, settings.access().roleMapping());
        return Identity.ofProvider(printable(name), role, TokenClaims.of(claims, role));
    }

    /** The highest role that one of the groups gives; null for none. */
    static Role role(List<String> groups, Map<String, String> mapping) {
        return groups.stream()
                .map(group -> mapping.isEmpty() ? group : mapping.get(group))
                .map(Role::of)
                .flatMap(Optional::stream)
                .max(Role::compareTo)
                .orElse(null);
    }

    /** Names end up in logs, line by line. */
    private static String printable(String name) {
        String clean = name.replaceAll("\\p{Cntrl}", "?");
        return clean.substring(0, Math.min(clean.length(), MOST_NAME_CHARACTERS));
    }
}
