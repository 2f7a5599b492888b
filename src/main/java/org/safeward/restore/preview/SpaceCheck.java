package org.safeward.restore.preview;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.safeward.fault.Messages;

/** Whether a place has room for what a restore puts there. */
final class SpaceCheck {
    private SpaceCheck() {}

    /** @param needed bytes */
    static RestoreCheck of(Path place, long needed, Messages messages) {
        try {
            Path there = place;
            while (there.getParent() != null && !Files.exists(there)) {
                there = there.getParent();
            }
            long free = Files.getFileStore(there).getUsableSpace();
            return free >= needed
                    ? RestoreCheck.passed("space", messages.text("PREVIEW_SPACE", size(needed), size(free)))
                    : RestoreCheck.failed("space", messages.text("PREVIEW_NO_SPACE", size(needed), size(free)));
        } catch (IOException e) {
            return RestoreCheck.unknown("space", messages.text("PREVIEW_SPACE_UNKNOWN", e.getMessage()));
        }
    }

    /** For people: three digits and a unit. */
    private static String size(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return String.format(Locale.ROOT, unit == 0 || value >= 100 ? "%.0f %s" : "%.1f %s", value, units[unit]);
    }
}
