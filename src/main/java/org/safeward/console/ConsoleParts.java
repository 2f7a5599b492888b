package org.safeward.console;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebFilter;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * How long browsers may keep the console's parts: its own modules are asked for again each time (the
 * server answers 304), because modules of two versions do not fit; those of a library have their version in their address.
 */
@WebFilter(
        filterName = "console-parts",
        urlPatterns = {"/web/*", "/webjars/*"},
        asyncSupported = true)
public class ConsoleParts extends HttpFilter {
    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        boolean ours = request.getServletPath().startsWith("/web/");
        response.setHeader("Cache-Control", ours ? "no-cache" : "max-age=31536000, immutable");
        chain.doFilter(request, response);
    }
}
