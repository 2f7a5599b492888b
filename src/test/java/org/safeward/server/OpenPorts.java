package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The TCP ports on which a process listens, as {@code ss} (Debian package iproute2) shows them. */
public final class OpenPorts {
    private OpenPorts() {}

    /** As {@code address:port}, an IPv4 address in its own form. */
    public static List<String> of(long pid) {
        try {
            Process ss =
                    new ProcessBuilder("ss", "-Hltnp").redirectErrorStream(true).start();
            String lines = new String(ss.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return lines.lines()
                    .filter(line -> line.contains("pid=" + pid + ","))
                    .map(line -> line.trim().split("\\s+")[3])
                    .map(address -> address.replaceFirst("^\\[::ffff:(.*)]:", "$1:"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
