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
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console's page, at each of its addresses: which screen it shows, the browser finds out from the address. So a screen, a
 * backup and a run can be linked to and reloaded.
 *
 * <p>Browsers take import maps only from within the page, and the content security policy allows no script there. So the policy names
 * the hash of that one map, calculated from the page as it is sent.
 */
@WebServlet(
        name = "console",
        urlPatterns = {"", "/backups/*", "/restore/*", "/runs/*", "/schedule", "/activity", "/settings"})
public class ConsolePage extends HttpServlet {
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private byte[] page;
    private String policy;

    @Override
    public void init(ServletConfig config) throws ServletException {
        super.init(config);
        // Relative addresses in the page mean the context root, which may be any.
        String text = text(config).replace("{root}", config.getServletContext().getContextPath() + "/");
        Matcher map = IMPORT_MAP.matcher(text);
        if (!map.find()) {
            throw new ServletException("the console's page has no import map");
        }
        page = text.getBytes(StandardCharsets.UTF_8);
        policy = "default-src 'none'; script-src 'self' 'sha256-" + sha256(map.group(1)) + "'; style-src 'self';"
                + " img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'self'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html";
    }

    private static String text(ServletConfig config) throws ServletException {
        try (InputStream in = config.getServletContext().getResourceAsStream("/WEB-INF/console.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ServletException("the console's page cannot be read", e);
        }
    }

    private static String sha256(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(page.length);
        response.setHeader("Content-Security-Policy", policy);
        response.setHeader("Cache-Control", "no-cache");
        response.getOutputStream().write(page);
    }
}
