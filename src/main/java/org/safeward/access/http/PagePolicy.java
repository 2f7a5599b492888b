package org.safeward.access.http;

import jakarta.servlet.ServletContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Content-Security-Policy of the pages: only what comes from here, and of inline scripts only those that stand in our own page (an
 * import map cannot stand elsewhere), each by its hash. Text becomes markup only in the one library that may.
 */
record PagePolicy(String text) {
    /** For answers that are no pages. */
    static final String NOTHING = "default-src 'none'; frame-ancestors 'none'";

    private static final Pattern INLINE_SCRIPT = Pattern.compile(
            "<script(?![^>]*\\bsrc\\s*=)[^>]*>(.*?)</script>", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    static PagePolicy of(ServletContext context) {
        try (InputStream page = context.getResourceAsStream("/WEB-INF/console.html")) {
            return of(page == null ? "" : new String(page.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static PagePolicy of(String page) {
        StringBuilder scripts = new StringBuilder("'self'");
        Matcher inline = INLINE_SCRIPT.matcher(page);
        while (inline.find()) {
            scripts.append(" 'sha256-").append(hash(inline.group(1))).append('\'');
        }
        return new PagePolicy("default-src 'none'; script-src " + scripts
                + "; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self';"
                + " base-uri 'self'; form-action 'none'; frame-ancestors 'none';"
                + " require-trusted-types-for 'script'; trusted-types lit-html");
    }

    /** Browsers hash a script after making its line ends one. */
    private static String hash(String script) {
        byte[] bytes = script.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
        try {
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
