package org.safeward.maintenance;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** Empties the cache directories, and leaves them there, empty. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClearCache {
    private static final int MOST_NAMED = 10;

    @Inject
    private Settings settings;

    /** What was removed, or would be. */
    public record Cleared(long bytes, long files) {}

    /** @throws Fault CACHE_REFUSED before anything is removed; CACHE_NOT_CLEARED naming what could not be removed, when the rest is gone */
    @RolesAllowed("ADMIN")
    public Cleared clear() {
        List<CacheDirectory> directories = opened();
        List<Path> kept = new ArrayList<>();
        long bytes = 0;
        long files = 0;
        for (CacheDirectory directory : directories) {
            CacheDirectory.Result result = directory.clear();
            bytes += result.bytes();
            files += result.files();
            kept.addAll(result.kept());
        }
        if (!kept.isEmpty()) {
            throw new Fault(ErrorCode.CACHE_NOT_CLEARED, named(kept));
        }
        return new Cleared(bytes, files);
    }

    @RolesAllowed("ADMIN")
    public Cleared measure() {
        long bytes = 0;
        long files = 0;
        for (CacheDirectory directory : opened()) {
            CacheDirectory.Result result = directory.measure();
            bytes += result.bytes();
            files += result.files();
        }
        return new Cleared(bytes, files);
    }

    /** All of them are looked at before the first one is emptied. */
    private List<CacheDirectory> opened() {
        List<CacheDirectory> directories = new ArrayList<>();
        for (Path path : settings.cacheDirectories()) {
            try {
                directories.add(CacheDirectory.of(path));
            } catch (IOException e) {
                throw new Fault(e, ErrorCode.CACHE_REFUSED, path, e.getMessage());
            }
        }
        return directories;
    }

    public List<String> directories() {
        return settings.cacheDirectories().stream().map(Path::toString).toList();
    }

    private static String named(List<Path> kept) {
        List<String> names = kept.stream().limit(MOST_NAMED).map(Path::toString).toList();
        return String.join(", ", names) + (kept.size() > MOST_NAMED ? ", ..." : "");
    }
}
