package org.safeward.rest;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** One body on its way in, byte by byte as it comes. It ends once: whole, too large, too slow or broken off. */
final class BodyTaking implements ReadListener, AsyncListener {
    private static final Logger LOG = System.getLogger(BodyTaking.class.getName());

    /** The attribute of a request by which it is known what waits for it to go on. */
    private static final String BEGINS = BodyTaking.class.getName();

    private final TakenBody taken;
    private final AsyncContext waiting;
    private final Refusal refusal;
    private final Executor later;
    private final ServletInputStream in;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private volatile boolean ended;
    private volatile boolean begun;
    private boolean completed;
    private boolean goesOn;
    private volatile Future<?> deadline;

    /** Sends the reason why a body is not taken. */
    interface Refusal {
        void send(Fault fault) throws IOException;
    }

    /** @param later runs what must not run before the thread that took the request in has left it */
    BodyTaking(TakenBody taken, AsyncContext waiting, Refusal refusal, Executor later) throws IOException {
        this.taken = taken;
        this.waiting = waiting;
        this.refusal = refusal;
        this.later = later;
        this.in = taken.getRequest().getInputStream();
        taken.setAttribute(BEGINS, this);
    }

    /** The request goes on with its body. */
    static void begun(ServletRequest request) {
        if (request.getAttribute(BEGINS) instanceof BodyTaking taking) {
            taking.begun = true;
            taking.deadline.cancel(false);
        }
    }

    @Override
    public void onDataAvailable() throws IOException {
        byte[] buffer = new byte[1024];
        // The end is asked for first: see UnreadBody.
        while (!in.isFinished() && in.isReady()) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            if (!ended) {
                add(buffer, read);
            }
        }
        if (in.isFinished()) {
            onAllDataRead();
        }
    }

    private void add(byte[] bytes, int length) {
        body.write(bytes, 0, length);
        if (body.size() > OpenBody.MOST_BYTES) {
            end(new Fault(ErrorCode.BODY_TOO_LARGE, OpenBody.MOST_BYTES));
        }
    }

    /** Answered already, or to go on with. */
    @Override
    public synchronized void onAllDataRead() {
        if (goesOn) {
            return;
        }
        if (ended) {
            complete();
            return;
        }
        ended = true;
        goesOn = true;
        taken.set(body.toByteArray());
        later.execute(waiting::dispatch);
    }

    /** The deadline has come: for the body, or for the server to go on with it. */
    void tooSlow() {
        if (neverBegan()) {
            send(Faults.of(new IllegalStateException("the server did not go on with a request whose body was there")));
            complete();
        } else {
            end(new Fault(ErrorCode.BODY_TOO_SLOW, OpenBody.MOST_SECONDS));
        }
    }

    private synchronized boolean neverBegan() {
        return goesOn && !begun;
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
            complete();
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
        send(fault);
    }

    private synchronized void complete() {
        if (!completed) {
            completed = true;
            waiting.complete();
        }
    }

    private void send(Fault fault) {
        try {
            refusal.send(fault);
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "the client did not wait for its answer", e);
        }
    }

    @Override
    public synchronized void onComplete(AsyncEvent event) {
        ended = true;
        completed = true;
    }

    @Override
    public void onStartAsync(AsyncEvent event) {
        // Whoever goes on with the request has begun to wait for something else.
    }
}
