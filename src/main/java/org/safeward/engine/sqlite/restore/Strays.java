package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.safeward.engine.sqlite.connection.LiveFile;

/** Files that are named as staging files are: what no job of this catalog has made is left alone, and named. */
public final class Strays {
    private static final Pattern PLACE = Pattern.compile("\\d+_[0-9a-f]{16}");
    private static final Pattern STAGED = Pattern.compile(".*" + Pattern.quote(LiveFile.STAGING) + "(" + PLACE + ")");

    private Strays() {}

    public static boolean hasToken(String place) {
        return PLACE.matcher(place).matches();
    }

    /** @param known whether the catalog has a job of this place, which will remove what it has made */
    public static List<String> beside(Path live, Path restoreDirectory, Predicate<String> known) throws IOException {
        List<String> strays = new ArrayList<>();
        String staged = live.getFileName() + LiveFile.STAGING;
        for (Path directory : List.of(live.getParent(), restoreDirectory)) {
            if (!Files.isDirectory(directory)) {
                continue;
            }
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    Matcher place = STAGED.matcher(name);
                    boolean ours = directory.equals(restoreDirectory) || name.startsWith(staged);
                    if (ours && place.matches() && !known.test(place.group(1))) {
                        strays.add(file.toString());
                    }
                }
            }
        }
        strays.sort(null);
        return strays;
    }
}
