package org.safeward.rest;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request without the wishes that nobody can read: {@code Accept} and {@code Accept-Language} that are not as RFC 9110 (sections 12.5.1 and
 * 12.5.4) has them. A server may disregard those; the JAX-RS of some writes a stack trace for each instead.
 */
public final class ReadableHeaders extends HttpServletRequestWrapper {
    private static final int MOST_CHARACTERS = 1000;
    private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
    private static final String WEIGHT = "\\s*;\\s*[qQ]=(?:0(?:\\.\\d{0,3})?|1(?:\\.0{0,3})?)";
    private static final String PARAMETER = "\\s*;\\s*(?![qQ]=)" + TOKEN + "=(?:" + TOKEN + "|\"[^\"\\\\]*\")";
    private static final Map<String, Pattern> ELEMENTS = Map.of(
            "accept",
            Pattern.compile(TOKEN + "/" + TOKEN + "(?:" + PARAMETER + "|" + WEIGHT + ")*+"),
            "accept-language",
            Pattern.compile("(?:[A-Za-z]{1,8}|\\*)(?:-(?:[A-Za-z0-9]{1,8}|\\*))*+(?:" + WEIGHT + ")?"));

    private ReadableHeaders(HttpServletRequest request) {
        super(request);
    }

    /** The request itself when all of it can be read. */
    public static HttpServletRequest of(HttpServletRequest request) {
        boolean readable = ELEMENTS.keySet().stream()
                .allMatch(name ->
                        Collections.list(request.getHeaders(name)).stream().allMatch(text -> isReadable(name, text)));
        return readable ? request : new ReadableHeaders(request);
    }

    static boolean isReadable(String name, String text) {
        return text.length() <= MOST_CHARACTERS
                && Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(element -> !element.isEmpty())
                        .allMatch(element -> ELEMENTS.get(name).matcher(element).matches());
    }

    private boolean isHidden(String header) {
        String name = header.toLowerCase(Locale.ROOT);
        return ELEMENTS.containsKey(name)
                && !Collections.list(super.getHeaders(name)).stream().allMatch(text -> isReadable(name, text));
    }

    @Override
    public String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        return Collections.enumeration(Collections.list(super.getHeaderNames()).stream()
                .filter(name -> !isHidden(name))
                .toList());
    }
}
