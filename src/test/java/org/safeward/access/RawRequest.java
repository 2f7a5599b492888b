package org.safeward.access;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** One connection of a stranger, who sends bytes that no honest client would. */
public final class RawRequest implements AutoCloseable {
    private final Socket socket;

    public RawRequest(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Characters are bytes. A server may hang up in the middle of it. */
    public RawRequest send(String bytes) throws IOException {
        socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return this;
    }

    /** What the server says until it hangs up, or until the patience ends. */
    public String answer(Duration patience) throws IOException {
        return answerUntil(null, patience);
    }

    /** As {@link #answer}, but no longer than until these words have come. */
    String answerUntil(String words, Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        InputStream in = socket.getInputStream();
        byte[] buffer = new byte[8192];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.write(buffer, 0, read);
                if (words != null && answer.toString(StandardCharsets.UTF_8).contains(words)) {
                    break;
                }
            }
        } catch (SocketTimeoutException e) {
            answer.writeBytes(" [still open]".getBytes(StandardCharsets.ISO_8859_1));
        }
        return answer.toString(StandardCharsets.UTF_8);
    }

    public static String head(String method, String path, String... headers) {
        StringBuilder head =
                new StringBuilder(method + ' ' + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A login with this body. */
    static String login(String body, String... headers) {
        String[] all = java.util.Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Content-Type: application/json";
        all[headers.length + 1] = "Content-Length: " + body.length();
        return head("POST", "/api/auth/login", all) + body;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
