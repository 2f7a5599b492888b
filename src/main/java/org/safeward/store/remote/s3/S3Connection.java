package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLSocketFactory;
import org.safeward.store.remote.Limits;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.LegacyMd5Plugin;
import software.amazon.awssdk.services.s3.S3Client;

/** How we speak to S3, so that other makers' servers understand it too, and nothing waits for ever. */
final class S3Connection {
    private S3Connection() {}

    /** The caller closes it, and the guard after it. */
    static S3Client open(S3Settings settings, Limits limits, StallGuard.Watch watch, SSLSocketFactory tls) {
        var client = S3Client.builder()
                .httpClient(new StallGuard(http(limits, new ClosableTls(tls)), watch))
                .region(Region.of(settings.region()))
                .forcePathStyle(settings.pathStyle())
                .credentialsProvider(credentials(settings))
                .putAuthScheme(new PartByMd5())
                // Retries are ours: a second attempt has to look first.
                .overrideConfiguration(all -> all.retryStrategy(AwsRetryStrategy.doNotRetry()))
                // Checksums in trailers and bodies in chunks are refused by several servers; each body has its MD5.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                // With Expect: 100-continue the JDK's client cannot read why it was refused.
                .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false).expectContinueEnabled(false))
                // Changes of locks have to come with a checksum, and this is the one that every maker knows.
                .addPlugin(LegacyMd5Plugin.create())
                .disableS3ExpressSessionAuth(true);
        settings.endpoint().ifPresent(client::endpointOverride);
        return client.build();
    }

    private static AwsCredentialsProvider credentials(S3Settings settings) {
        return settings.credentials()
                .<AwsCredentialsProvider>map(key ->
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(key.accessKey(), key.secretKey())))
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
    }

    private static SdkHttpClient http(Limits limits, SSLSocketFactory tls) {
        return new JdkHttp(address -> connection(address, limits, tls));
    }

    private static HttpURLConnection connection(URI address, Limits limits, SSLSocketFactory tls) {
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(Math.toIntExact(limits.connect().toMillis()));
            connection.setReadTimeout(Math.toIntExact(limits.stall().toMillis()));
            if (connection instanceof HttpsURLConnection https) {
                https.setSSLSocketFactory(tls);
            }
            return connection;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
