package org.safeward.store.remote.s3;

import java.net.URI;
import java.util.Optional;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StorePlace;

/**
 * Which bucket, and how it is reached.
 *
 * @param endpoint of what is not Amazon's: {@code https://host:port}
 * @param prefix before each name: empty, or with a slash at its end, which is added
 * @param pathStyle whether the bucket is named in the path and not in the host's name, as most servers of one's own want it
 * @param credentials empty: the AWS SDK's usual chain (environment, profile, the machine's role)
 */
public record S3Settings(
        Optional<URI> endpoint,
        String region,
        String bucket,
        String prefix,
        boolean pathStyle,
        Optional<S3Credentials> credentials)
        implements StorePlace {
    public S3Settings {
        if (endpoint.filter(uri -> !isEndpoint(uri)).isPresent()) {
            throw new IllegalArgumentException("an endpoint of S3 is http(s)://host:port");
        }
        if (region.isBlank() || bucket.isBlank() || prefix.startsWith("/")) {
            throw new IllegalArgumentException("region and bucket are needed, and a prefix begins with no slash");
        }
        prefix = prefix.isEmpty() || prefix.endsWith("/") ? prefix : prefix + "/";
    }

    private static boolean isEndpoint(URI uri) {
        boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        return web && uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawQuery() == null;
    }

    /** For messages: without credentials. */
    @Override
    public String address() {
        return "s3://" + bucket + "/" + prefix
                + endpoint.map(uri -> " (" + uri + ")").orElse(" (" + region + ")");
    }

    @Override
    public String kind() {
        return "s3";
    }

    @Override
    public RemoteStore open(Limits limits) {
        return new S3Store(this, limits);
    }
}
