package org.safeward.store.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Stands between a store and its server, on loopback, and passes the bytes on, until it is told to spoil a connection. A trouble happens so many times, on
 * whichever connections come so far; those that stand are closed when one is asked for.
 */
public final class FaultyWire implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 13;
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket entry = new ServerSocket();
    private final InetSocketAddress server;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Trouble> trouble = new AtomicReference<>(Trouble.NONE);
    private final AtomicInteger times = new AtomicInteger();
    private final AtomicInteger spoilt = new AtomicInteger();
    private final AtomicReference<String> unanswered = new AtomicReference<>("");
    private volatile List<String> replaced = List.of("", "");
    private final CountDownLatch end = new CountDownLatch(1);

    /**
     * @param up so many bytes go to the server before the trouble
     * @param down so many come back before it
     * @param stall whether nothing moves from then on; else the connection is cut
     * @param answer what is answered to the first request instead, with nothing passed on; empty for none
     */
    public record Trouble(long up, long down, boolean stall, String answer) {
        static final Trouble NONE = new Trouble(Long.MAX_VALUE, Long.MAX_VALUE, false, "");

        public static Trouble cutUp(long bytes) {
            return new Trouble(bytes, Long.MAX_VALUE, false, "");
        }

        public static Trouble cutDown(long bytes) {
            return new Trouble(Long.MAX_VALUE, bytes, false, "");
        }

        public static Trouble stallUp(long bytes) {
            return new Trouble(bytes, Long.MAX_VALUE, true, "");
        }

        public static Trouble stallDown(long bytes) {
            return new Trouble(Long.MAX_VALUE, bytes, true, "");
        }

        /** A whole HTTP answer. */
        public static Trouble answer(int status, String body) {
            return new Trouble(
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    false,
                    "HTTP/1.1 %d Trouble\r\nContent-Type: application/xml\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(status, body.length(), body));
        }
    }

    public FaultyWire(int serverPort) throws IOException {
        server = new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort);
        // Else a stall is noticed late: whole megabytes fit into what the system keeps for both sides.
        entry.setReceiveBufferSize(BUFFER_BYTES);
        entry.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread(this::accept);
    }

    public int port() {
        return entry.getLocalPort();
    }

    /** Lets it happen so many times. */
    public void spoil(Trouble what, int often) {
        trouble.set(what);
        times.set(often);
        spoilt.set(0);
        closeAll(open);
    }

    public void mend() {
        spoil(Trouble.NONE, 0);
    }

    /** How often it happened since the last {@link #spoil}. */
    public int spoilt() {
        return spoilt.get();
    }

    /** Cuts the connection, once, when the answer comes to what has this text among its bytes; the server has done it by then. */
    public void loseAnswerTo(String text) {
        spoil(Trouble.NONE, 0);
        unanswered.set(text);
    }

    private void accept() {
        while (!entry.isClosed()) {
            try {
                Socket client = entry.accept();
                open.add(client);
                thread(() -> serve(client, trouble.get()));
            } catch (IOException e) {
                // Closed, or a client that was gone again: there is nothing to pass on.
                continue;
            }
        }
    }

    private void serve(Socket client, Trouble now) {
        try {
            if (!now.answer().isEmpty() && happens()) {
                answer(client, now.answer());
                return;
            }
            Socket to = new Socket();
            open.add(to);
            to.connect(server);
            AtomicBoolean lose = new AtomicBoolean();
            thread(() -> pass(client, to, now.up(), now.stall(), piece -> {
                lose.compareAndSet(false, isToLose(piece));
                return piece.replace(replaced.get(0), replaced.get(1));
            }));
            pass(to, client, now.down(), now.stall(), piece -> {
                require(!lose.get());
                return piece;
            });
        } catch (IOException e) {
            close(client);
        }
    }

    private void answer(Socket client, String text) throws IOException {
        InputStream in = client.getInputStream();
        int matched = 0;
        while (matched < END_OF_HEAD.length) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            matched = next == END_OF_HEAD[matched] ? matched + 1 : next == END_OF_HEAD[0] ? 1 : 0;
        }
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        client.shutdownOutput();
        // A close with bytes unread would be a reset, which overtakes the answer.
        in.transferTo(OutputStream.nullOutputStream());
        close(client);
    }

    /** From now on the server sees another word of the same length. */
    public void replace(String word, String other) {
        if (word.length() != other.length()) {
            throw new IllegalArgumentException("lengths stand in heads too");
        }
        replaced = List.of(word, other);
        closeAll(open);
    }

    private boolean happens() {
        return times.getAndDecrement() > 0 && spoilt.incrementAndGet() > 0;
    }

    private boolean isToLose(String piece) {
        String text = unanswered.get();
        return !text.isEmpty()
                && piece.contains(text)
                && unanswered.compareAndSet(text, "")
                && spoilt.incrementAndGet() > 0;
    }

    private static void require(boolean right) throws IOException {
        if (!right) {
            throw new IOException("the answer is lost");
        }
    }

    /** Sees each piece as it passes, and gives what passes instead. */
    private interface Look {
        String at(String piece) throws IOException;
    }

    private void pass(Socket from, Socket to, long most, boolean stall, Look look) {
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = most;
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                byte[] piece = look.at(new String(buffer, 0, read, StandardCharsets.ISO_8859_1))
                        .getBytes(StandardCharsets.ISO_8859_1);
                if (read >= left && happens()) {
                    out.write(piece, 0, (int) left);
                    if (stall) {
                        end.await();
                    }
                    break;
                }
                out.write(piece);
                left = Math.max(1, left - read);
            }
        } catch (IOException e) {
            // One side is gone: so is the other, below.
            closeAll(List.of(from, to));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close(from);
        close(to);
    }

    private void close(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void closeAll(Collection<Socket> sockets) {
        List.copyOf(sockets).forEach(this::close);
    }

    private static void thread(Runnable task) {
        Thread thread = new Thread(task, "faulty-wire");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        end.countDown();
        entry.close();
        closeAll(open);
    }
}
