package org.safeward.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * What every answer says to browsers, and how long they may keep the console's parts: its own modules are asked for again each time (the
 * server answers 304), because modules of two versions do not fit; those of a library have their version in their address.
 */
@WebFilter(filterName = "console-headers", urlPatterns = "/*", asyncSupported = true)
public class ConsoleHeaders extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("X-Frame-Options", "DENY");
        String path = request.getServletPath();
        if (path.startsWith("/console/")) {
            response.setHeader("Cache-Control", "no-cache");
        } else if (path.startsWith("/webjars/")) {
            response.setHeader("Cache-Control", "max-age=31536000, immutable");
        }
        chain.doFilter(request, response);
    }
}
