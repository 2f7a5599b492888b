package org.safeward.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is still to come of a body when its request has been answered. Some servers end no request before they have read it to its end, with a
 * thread that waits for a client who need not send any more: so the request is ended when its body has, or its connection, and no
 * thread waits for that.
 *
 * <p>Whether the body has ended is asked before {@code isReady()}: at the end of a body Payara answers that with a second thread, which finds
 * a request that was ended meanwhile and fills the log with stack traces.
 */
public final class UnreadBody implements ReadListener {
    private final AsyncContext waiting;
    private final ServletInputStream in;
    private final AtomicBoolean ended = new AtomicBoolean();

    private UnreadBody(AsyncContext waiting, ServletInputStream in) {
        this.waiting = waiting;
        this.in = in;
    }

    /** To be called behind the answer. Does nothing for a request that has no body. */
    public static void passOver(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (isThere(request)) {
            response.flushBuffer();
            AsyncContext waiting = request.startAsync();
            waiting.setTimeout(0);
            ServletInputStream in = request.getInputStream();
            in.setReadListener(new UnreadBody(waiting, in));
        }
    }

    /** Whether some of the body is still to come: one that is here already is read, and the connection goes on. */
    public static boolean isLeft(HttpServletRequest request) throws IOException {
        if (!isThere(request)) {
            return false;
        }
        long length = request.getContentLengthLong();
        ServletInputStream in = request.getInputStream();
        if (length < 0 || length > OpenBody.MOST_BYTES || in.available() < length) {
            return true;
        }
        in.readNBytes((int) length);
        return false;
    }

    static boolean isThere(HttpServletRequest request) {
        return request.getContentLengthLong() > 0 || request.getHeader("Transfer-Encoding") != null;
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] nobodys = new byte[1024];
        while (!in.isFinished() && in.isReady() && in.read(nobodys) >= 0) {
            // What comes is not wanted.
            continue;
        }
        if (in.isFinished()) {
            onAllDataRead();
        }
    }

    @Override
    public void onAllDataRead() {
        if (ended.compareAndSet(false, true)) {
            waiting.complete();
        }
    }

    /** The connection has ended. */
    @Override
    public void onError(Throwable thrown) {
        onAllDataRead();
    }
}
