package org.safeward.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Future;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** One body on its way in, byte by byte as it comes. It ends once: whole, too large, too slow or broken off. */
final class BodyTaking implements ReadListener, AsyncListener {
    private static final Logger LOG = System.getLogger(BodyTaking.class.getName());

    private final TakenBody taken;
    private final AsyncContext waiting;
    private final Refusal refusal;
    private final ServletInputStream in;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile boolean ended;
    private boolean goesOn;
    private volatile Future<?> deadline;

    /** Sends the reason why a body is not taken. */
    interface Refusal {
        void send(Fault fault) throws IOException;
    }

    BodyTaking(TakenBody taken, AsyncContext waiting, Refusal refusal) throws IOException {
        this.taken = taken;
        this.waiting = waiting;
        this.refusal = refusal;
        this.in = taken.getRequest().getInputStream();
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[1024];
        while (in.isReady()) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            if (ended) {
                // Answered already: what still comes is not wanted.
                continue;
            }
            body.write(buffer, 0, read);
            if (body.size() > OpenBody.MOST_BYTES) {
                end(new Fault(ErrorCode.BODY_TOO_LARGE, OpenBody.MOST_BYTES));
            }
        }
    }

    @Override
    public synchronized void onAllDataRead() {
        if (ended) {
            waiting.complete();
            return;
        }
        ended = true;
        goesOn = true;
        deadline.cancel(false);
        taken.set(body.toByteArray());
        waiting.dispatch();
    }

    /** The deadline has come. */
    void tooSlow() {
        end(new Fault(ErrorCode.BODY_TOO_SLOW, OpenBody.MOST_SECONDS));
    }

    /** What calls {@link #tooSlow}; not needed any more when the body has ended otherwise. */
    void endsWith(Future<?> task) {
        deadline = task;
    }

    @Override
    public void onTimeout(AsyncEvent event) {
        tooSlow();
    }

    /** The connection has ended. */
    @Override
    public synchronized void onError(Throwable thrown) {
        LOG.log(Level.DEBUG, "the body broke off", thrown);
        if (!goesOn) {
            ended = true;
            deadline.cancel(false);
            waiting.complete();
        }
    }

    @Override
    public void onError(AsyncEvent event) {
        onError(event.getThrowable());
    }

    /** The request goes on until its body or its connection has ended: see {@link UnreadBody}. */
    private synchronized void end(Fault fault) {
        if (ended) {
            return;
        }
        ended = true;
        deadline.cancel(false);
        try {
            refusal.send(fault);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the client did not wait for its answer", e);
            waiting.complete();
        }
    }

    @Override
    public void onComplete(AsyncEvent event) {
        ended = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Whoever goes on with the request has begun to wait for something else.
    }
}
