package org.safeward.engine.postgresql;

import java.io.IOException;

/** Locales that a test needs beside the one that every system has. */
final class Locales {
    private Locales() {}

    /** {@code ja_JP.utf8}, in which money has no fractions. In a directory of its own: a server that runs sees it at once. */
    static void makeJapanese() throws IOException {
        if (!says("locale", "-a").contains("ja_JP.utf8")) {
            String said = says("localedef", "--no-archive", "-i", "ja_JP", "-f", "UTF-8", "ja_JP.UTF-8");
            if (!says("locale", "-a").contains("ja_JP.utf8")) {
                throw new IOException("install the package locales; localedef said: " + said);
            }
        }
    }

    private static String says(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
