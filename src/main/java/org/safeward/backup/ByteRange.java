package org.safeward.backup;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A part of a file, both ends included. */
record ByteRange(long first, long last) {
    private static final Pattern ONE_RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    /**
     * What a Range header asks for. Without one, or with one that we do not serve (several parts, other units), the whole file.
     *
     * @return null when the header asks for what is behind the end
     */
    static ByteRange of(String header, long size) {
        ByteRange whole = new ByteRange(0, size - 1);
        Matcher matcher = header == null ? null : ONE_RANGE.matcher(header.strip());
        if (matcher == null
                || !matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return whole;
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Long.parseLong(matcher.group(2));
            return suffix == 0 ? null : new ByteRange(Math.max(0, size - suffix), size - 1);
        }
        long first = Long.parseLong(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? size - 1 : Math.min(size - 1, Long.parseLong(matcher.group(2)));
        if (!matcher.group(2).isEmpty() && Long.parseLong(matcher.group(2)) < first) {
            return whole;
        }
        return first >= size ? null : new ByteRange(first, last);
    }

    long length() {
        return last - first + 1;
    }

    boolean isWhole(long size) {
        return first == 0 && last == size - 1;
    }
}
