package org.safeward.console;

import jakarta.servlet.ServletConfig;
import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The console's page, at each of its addresses: which screen it shows, the browser finds out from the address. So a screen, a
 * backup and a run can be linked to and reloaded.
 */
@WebServlet(
        name = "console",
        urlPatterns = {
            "",
            "/backups/*",
            "/compare",
            "/restore/*",
            "/runs/*",
            "/schedule",
            "/activity",
            "/destinations/*",
            "/recovery",
            "/settings"
        })
public class ConsolePage extends HttpServlet {
    private byte[] page;

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        // Relative addresses in the page mean the context root, which may be any.
        String text = text(config).replace("{root}", config.getServletContext().getContextPath() + "/");
        page = text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ServletConfig config) throws ServletException {
        try (InputStream in = config.getServletContext().getResourceAsStream("/WEB-INF/console.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ServletException("the console's page cannot be read", e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(page.length);
        response.setHeader("Cache-Control", "no-cache");
        response.getOutputStream().write(page);
    }
}
