package org.safeward.maintenance;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.safeward.databases.Databases;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** Empties the cache directories, and leaves them there, empty. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ClearCache {
    private static final Logger LOG = System.getLogger(ClearCache.class.getName());
    private static final int MOST_NAMED = 10;

    @Inject
    private Settings settings;

    @Inject
    private Databases databases;

    /** What was removed, or would be. */
    public record Cleared(long bytes, long files) {}

    /**
     * At the start: says what {@link #clear} would refuse. No reason not to start, since it may be over by then; what can be told from the
     * settings alone has stopped the start already.
     */
    @PermitAll
    public void warn() {
        try {
            opened();
        } catch (Fault e) {
            LOG.log(Level.WARNING, e.getMessage());
        }
    }

    /** @throws Fault CACHE_REFUSED before anything is removed; CACHE_NOT_CLEARED naming what could not be removed, when the rest is gone */
    @RolesAllowed("ADMIN")
    public Cleared clear() {
        return each(CacheDirectory::clear);
    }

    /** @throws Fault CACHE_REFUSED, CACHE_NOT_CLEARED as {@link #clear} would probably throw it */
    @RolesAllowed("ADMIN")
    public Cleared measure() {
        return each(CacheDirectory::measure);
    }

    private Cleared each(Function<CacheDirectory, CacheContent> work) {
        List<CacheContent> contents = opened().stream().map(work).toList();
        List<Path> kept =
                contents.stream().flatMap(content -> content.kept().stream()).toList();
        if (!kept.isEmpty()) {
            throw new Fault(ErrorCode.CACHE_NOT_CLEARED, named(kept));
        }
        return new Cleared(
                contents.stream().mapToLong(CacheContent::bytes).sum(),
                contents.stream().mapToLong(CacheContent::files).sum());
    }

    /** All of them are looked at before the first one is emptied. */
    private List<CacheDirectory> opened() {
        List<CacheDirectory> directories = new ArrayList<>();
        List<Path> files = databases.sqliteFiles();
        for (Path path : settings.maintenance().cacheDirectories()) {
            // Asked at the start already; what a link leads to may have changed.
            settings.maintenance().cacheObjection(path, files).ifPresent(what -> {
                throw new Fault(ErrorCode.CACHE_REFUSED, path, what);
            });
            try {
                directories.add(CacheDirectory.of(path));
            } catch (IOException e) {
                throw new Fault(e, ErrorCode.CACHE_REFUSED, path, e.getMessage());
            }
        }
        return directories;
    }

    private static String named(List<Path> kept) {
        List<String> names = kept.stream().limit(MOST_NAMED).map(Path::toString).toList();
        return String.join(", ", names) + (kept.size() > MOST_NAMED ? ", ..." : "");
    }
}
