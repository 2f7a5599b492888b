package org.safeward.rest;

import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.control.RequestContextController;
import jakarta.inject.Inject;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Messages;
import org.safeward.settings.Settings;

/**
 * Takes in the bodies of requests that come from nobody, before anything else looks at them: a few KB, and within ten seconds from
 * beginning to end. No thread waits meanwhile, so that any number of clients that send a half, or a byte now and then, keep nobody
 * else from being served. Stands behind the door: what that refuses is refused unread.
 *
 * <p>Goes on in a dispatch of its own, for which not every server opens CDI's request scope, and in the one that we open CDI knows no
 * request: {@link Caller} asks for it here.
 */
public class OpenBody extends HttpFilter {
    static final int MOST_BYTES = 1 << 13;
    static final int MOST_SECONDS = 10;

    /**
     * How long the thread that took a request in has for leaving it, before it goes on elsewhere. Payara puts a request aside when that
     * thread leaves, also one that was answered meanwhile, and its client waits for ever.
     */
    private static final int LEAVING_MILLIS = 20;

    private static final ThreadLocal<HttpServletRequest> TAKEN = new ThreadLocal<>();

    @Inject
    private transient Settings settings;

    @Inject
    private transient RequestContextController scope;

    @Resource
    private transient ManagedScheduledExecutorService clock;

    /** The request that this thread goes on with; null for one that came straight in. */
    static HttpServletRequest taken() {
        return TAKEN.get();
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            goOn(request, response, chain);
        } else if (request.getUserPrincipal() != null || !UnreadBody.isThere(request)) {
            chain.doFilter(request, response);
        } else if (request.getContentLengthLong() > MOST_BYTES) {
            refuse(new Fault(ErrorCode.BODY_TOO_LARGE, MOST_BYTES), request, response);
            UnreadBody.passOver(request, response);
        } else if (!isReadable(request.getContentType())) {
            // In a dispatch some servers answer this one with nothing.
            refuse(new Fault(ErrorCode.UNSUPPORTED_MEDIA_TYPE, request.getContentType()), request, response);
            UnreadBody.passOver(request, response);
        } else {
            take(request, response, chain);
        }
    }

    private void goOn(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean opened = scope.activate();
        TAKEN.set(request);
        try {
            BodyTaking.begun(request);
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException e) {
            // Not every server ends a dispatch that has thrown: its client would wait for ever.
            if (response.isCommitted()) {
                throw e;
            }
            refuse(Faults.of(e), request, response);
        } finally {
            TAKEN.remove();
            if (opened) {
                scope.deactivate();
            }
        }
    }

    private static boolean isReadable(String type) {
        try {
            return type == null || MediaType.valueOf(type) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void take(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        TakenBody taken = new TakenBody(request);
        ServletInputStream in = request.getInputStream();
        int length = (int) request.getContentLengthLong();
        if (length > 0 && in.available() >= length) {
            // As it usually is: in one packet with the headers.
            taken.set(in.readNBytes(length));
            chain.doFilter(taken, response);
        } else {
            await(taken, request, response);
        }
    }

    private void await(TakenBody taken, HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext waiting = request.startAsync(taken, response);
        // The deadline is ours: that of the server would go on while the request is worked on.
        waiting.setTimeout(0);
        BodyTaking taking = new BodyTaking(
                taken,
                waiting,
                fault -> refuse(fault, request, response),
                task -> clock.schedule(task, LEAVING_MILLIS, TimeUnit.MILLISECONDS));
        waiting.addListener(taking);
        taking.endsWith(clock.schedule(taking::tooSlow, MOST_SECONDS, TimeUnit.SECONDS));
        request.getInputStream().setReadListener(taking);
    }

    /** The connection ends with the answer: what is still to come of the body is nobody's business. */
    private void refuse(Fault fault, HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Connection", "close");
        Messages messages = Languages.preferred(request.getHeader("Accept-Language"), settings.language());
        ServletAnswer.send(Envelope.fault(messages, fault), request, response, settings);
        response.flushBuffer();
    }
}
