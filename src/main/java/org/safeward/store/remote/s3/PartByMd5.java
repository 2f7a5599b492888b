package org.safeward.store.remote.s3;

import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.scheme.AwsV4AuthScheme;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthScheme;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignRequest;
import software.amazon.awssdk.http.auth.spi.signer.AsyncSignedRequest;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignRequest;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.IdentityProvider;
import software.amazon.awssdk.identity.spi.IdentityProviders;

/**
 * Signs a part of an upload without TLS as the SDK does it with TLS: the signature covers the head, which has the part's MD5, and the server holds the body against that
 * ({@code UNSIGNED-PAYLOAD}). By itself the SDK would read the part once more for its SHA-256, and the server would take that too before it begins to store. Whole files that
 * are put by one request are small, and stay as they are: some servers keep such a body in memory until it is proven, and otherwise show what was cut.
 */
final class PartByMd5 implements AuthScheme<AwsCredentialsIdentity>, HttpSigner<AwsCredentialsIdentity> {
    private static final String PART = "partNumber";
    private static final String MD5 = "Content-MD5";
    private static final String PLAIN = "http";
    private static final int PLAIN_PORT = 80;
    private static final String TLS = "https";
    private static final int TLS_PORT = 443;

    private final AwsV4AuthScheme usual = AwsV4AuthScheme.create();

    @Override
    public String schemeId() {
        return usual.schemeId();
    }

    @Override
    public IdentityProvider<AwsCredentialsIdentity> identityProvider(IdentityProviders providers) {
        return usual.identityProvider(providers);
    }

    @Override
    public HttpSigner<AwsCredentialsIdentity> signer() {
        return this;
    }

    @Override
    public SignedRequest sign(SignRequest<? extends AwsCredentialsIdentity> request) {
        SdkHttpRequest plain = request.request();
        boolean isPart = plain.firstMatchingRawQueryParameter(PART).isPresent()
                && plain.firstMatchingHeader(MD5).isPresent();
        if (!plain.protocol().equals(PLAIN) || !isPart) {
            return usual.signer().sign(request);
        }
        SignedRequest signed = usual.signer().sign(asIfWithTls(request, plain));
        SdkHttpRequest sent =
                signed.request().toBuilder().protocol(PLAIN).port(plain.port()).build();
        return signed.toBuilder().request(sent).build();
    }

    /** What is signed tells nothing of TLS: the name of the host stands without a port where that is the protocol's own. */
    private static <T extends AwsCredentialsIdentity> SignRequest<T> asIfWithTls(
            SignRequest<T> request, SdkHttpRequest plain) {
        int port = plain.port() == PLAIN_PORT ? TLS_PORT : plain.port();
        SdkHttpRequest signed = plain.toBuilder().protocol(TLS).port(port).build();
        return request.copy(copy -> copy.request(signed).putProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, false));
    }

    @Override
    public CompletableFuture<AsyncSignedRequest> signAsync(AsyncSignRequest<? extends AwsCredentialsIdentity> request) {
        return usual.signer().signAsync(request);
    }
}
