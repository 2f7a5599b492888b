package org.safeward.access.http;

import jakarta.inject.Inject;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.safeward.rest.ServletAnswer;
import org.safeward.settings.Settings;

/**
 * What browsers are told: to keep no answer of the API, to run nothing on our pages that is not ours, and which other origins may call
 * (none, unless {@code safeward.cors.origins} names some). No cookies are used, so none are allowed along.
 */
public class SafetyHeaders extends HttpFilter {
    @Inject
    private transient Settings settings;

    private transient PagePolicy policy;

    @Override
    public void init() throws ServletException {
        policy = PagePolicy.of(getServletContext());
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Frame-Options", "DENY");
        boolean api = ServletAnswer.path(request).startsWith("/api/");
        if (api) {
            response.setHeader("Cache-Control", "no-store");
        }
        response.setHeader("Content-Security-Policy", api ? PagePolicy.NOTHING : policy.text());
        if (!(api && answersOtherOrigin(request, response))) {
            chain.doFilter(request, response);
        }
    }

    /** @return true when the request was a browser's question in advance and is answered */
    private boolean answersOtherOrigin(HttpServletRequest request, HttpServletResponse response) {
        if (settings.access().corsOrigins().isEmpty()) {
            return false;
        }
        response.addHeader("Vary", "Origin");
        String origin = request.getHeader("Origin");
        if (origin == null || !settings.access().corsOrigins().contains(origin)) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Origin", origin);
        response.setHeader(
                "Access-Control-Expose-Headers",
                "Location, Retry-After, Content-Disposition, Content-Range, Accept-Ranges, ETag");
        if (!"OPTIONS".equals(request.getMethod()) || request.getHeader("Access-Control-Request-Method") == null) {
            return false;
        }
        response.setHeader("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
        response.setHeader(
                "Access-Control-Allow-Headers",
                "Authorization, X-API-Key, Content-Type, Accept-Language, Prefer, Range, If-Range, If-None-Match");
        response.setHeader("Access-Control-Max-Age", "600");
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
        return true;
    }
}
