package org.safeward.settings;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The file in an address of the SQLite driver: {@code jdbc:sqlite:/data/shop.db}, with the driver's parameters behind a question mark, or
 * {@code jdbc:sqlite:file:/data/shop.db}, a URI (https://sqlite.org/uri.html) in which {@code %3F} is a question mark of the name.
 */
public final class SqliteAddress {
    static final String SCHEME = "jdbc:sqlite:";

    private static final String URI_SCHEME = "file:";

    /** Only this is taken for parameters: a name may hold a question mark too. */
    private static final Pattern PARAMETERS = Pattern.compile("\\?\\w+=[^?]*$");

    private SqliteAddress() {}

    /**
     * A question mark that no {@code name=value} follows belongs to the file's name, and so does everything when there is a file of just
     * that name.
     *
     * @throws IllegalArgumentException for a URI that is none, or is none of a file here
     */
    public static Path file(String url) {
        String place = url.substring(SCHEME.length());
        if (place.startsWith(URI_SCHEME)) {
            return ofUri(place).toAbsolutePath().normalize();
        }
        Path whole = Path.of(place);
        Path file =
                Files.exists(whole) ? whole : Path.of(PARAMETERS.matcher(place).replaceFirst(""));
        return file.toAbsolutePath().normalize();
    }

    static boolean isReadable(String url) {
        try {
            file(url);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Path ofUri(String text) {
        URI uri = URI.create(text.replaceFirst("[?#].*", ""));
        return Path.of(uri.isOpaque() ? uri.getSchemeSpecificPart() : uri.getPath());
    }

    /** The address of a file with any name. */
    public static String url(Path file) {
        String path = file.toAbsolutePath().toString();
        return path.indexOf('?') < 0
                ? SCHEME + path
                : SCHEME + file.toUri().toString().replace("file:///", "file:/");
    }
}
