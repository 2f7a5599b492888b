package org.safeward.catalog;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import org.safeward.settings.Settings;

/**
 * Tells files of this node's disks from those of others that share the catalog. A catalog in a file has one node, whatever it is called today:
 * a container gets another name each time.
 */
@ApplicationScoped
public class ThisNode {
    @Inject
    private Settings settings;

    /** As it stays over restarts. */
    public String name() {
        return settings.catalog().nodeName();
    }

    /** The node on whose disk a file lies, when that is another one; it may be ours nevertheless where nodes share a disk. */
    public Optional<String> other(Optional<String> node) {
        return node.filter(name -> !settings.catalog().isSqlite() && !name.equals(name()));
    }

    /** Whether a file should lie where this node sees it, as far as was noted. */
    public boolean has(RecordFile file) {
        return other(Optional.ofNullable(file.node())).isEmpty();
    }
}
