package org.safeward.store.remote.s3;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.Header;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * HTTP by the JDK's {@link HttpURLConnection}. The SDK has such a client too, but hands a body over in pieces of 4 KiB, each a call of the system on our side and
 * a packet on the server's.
 */
final class JdkHttp implements SdkHttpClient {
    private static final int BUFFER_BYTES = 1 << 16;

    private final Connecting connecting;

    JdkHttp(Connecting connecting) {
        this.connecting = connecting;
    }

    /** Makes a connection that is not open yet. */
    @FunctionalInterface
    interface Connecting {
        HttpURLConnection to(URI address);
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        SdkHttpRequest head = request.httpRequest();
        HttpURLConnection connection = connecting.to(head.getUri());
        head.forEachHeader((name, values) -> values.forEach(value -> connection.addRequestProperty(name, value)));
        if (head.firstMatchingHeader(Header.ACCEPT).isEmpty()) {
            // By itself the JDK asks for web pages, and a server may not find what it has to say among them.
            connection.setRequestProperty(Header.ACCEPT, "*/*");
        }
        connection.setInstanceFollowRedirects(false);
        request.contentStreamProvider().ifPresent(body -> connection.setDoOutput(true));
        head.firstMatchingHeader(Header.CONTENT_LENGTH)
                .ifPresent(bytes -> connection.setFixedLengthStreamingMode(Long.parseLong(bytes)));
        return new Exchange(connection, head.method(), request.contentStreamProvider());
    }

    @Override
    public String clientName() {
        return "JdkHttp";
    }

    @Override
    public void close() {
        // Connections that stand idle belong to the JDK, which closes them.
    }

    private static final class Exchange implements ExecutableHttpRequest {
        private final HttpURLConnection connection;
        private final SdkHttpMethod method;
        private final Optional<ContentStreamProvider> body;

        Exchange(HttpURLConnection connection, SdkHttpMethod method, Optional<ContentStreamProvider> body) {
            this.connection = connection;
            this.method = method;
            this.body = body;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            try {
                connection.setRequestMethod(method.name());
                connection.connect();
                if (body.isPresent()) {
                    send(body.get());
                }
                return answer();
            } catch (RuntimeException e) {
                if (e instanceof NullPointerException || e.getCause() instanceof NullPointerException) {
                    // The JDK's way to tell that another thread has ended the connection.
                    throw new IOException("the connection was ended", e);
                }
                throw e;
            }
        }

        private void send(ContentStreamProvider content) throws IOException {
            OutputStream out = connection.getOutputStream();
            try (InputStream in = content.newStream()) {
                byte[] buffer = new byte[BUFFER_BYTES];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    out.write(buffer, 0, read);
                }
            }
        }

        private HttpExecuteResponse answer() throws IOException {
            int status = connection.getResponseCode();
            HttpExecuteResponse.Builder answer = HttpExecuteResponse.builder()
                    .response(SdkHttpResponse.builder()
                            .statusCode(status)
                            .statusText(connection.getResponseMessage())
                            .headers(headers())
                            .build());
            InputStream content = content(status);
            return content == null
                    ? answer.build()
                    : answer.responseBody(AbortableInputStream.create(content, this::abort))
                            .build();
        }

        private InputStream content(int status) throws IOException {
            if (method == SdkHttpMethod.HEAD || status == HttpStatusCode.NO_CONTENT) {
                return null;
            }
            return status >= HttpStatusCode.BAD_REQUEST ? connection.getErrorStream() : connection.getInputStream();
        }

        /** The status line stands among them, without a name. */
        private Map<String, List<String>> headers() {
            return connection.getHeaderFields().entrySet().stream()
                    .filter(field -> field.getKey() != null)
                    .collect(toMap(Map.Entry::getKey, Map.Entry::getValue));
        }

        @Override
        public void abort() {
            connection.disconnect();
        }
    }
}
