package org.safeward.store.remote.s3;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS whose close does not wait for ever: without SO_LINGER it wants to say goodbye, and for that waits for the lock of a thread that is
 * stuck in a write to a peer who takes nothing any more.
 */
final class ClosableTls extends SSLSocketFactory {
    private static final int MOST_SECONDS = 1;

    private final SSLSocketFactory tls;

    ClosableTls(SSLSocketFactory tls) {
        this.tls = tls;
    }

    private static Socket closable(Socket socket) throws IOException {
        socket.setSoLinger(true, MOST_SECONDS);
        return socket;
    }

    @Override
    public Socket createSocket() throws IOException {
        return closable(tls.createSocket());
    }

    @Override
    public Socket createSocket(Socket inner, String host, int port, boolean autoClose) throws IOException {
        return closable(tls.createSocket(inner, host, port, autoClose));
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return closable(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return closable(tls.createSocket(host, port, local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return closable(tls.createSocket(host, port));
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return closable(tls.createSocket(host, port, local, localPort));
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return tls.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return tls.getSupportedCipherSuites();
    }
}
