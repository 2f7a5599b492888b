package org.safeward.backup.stores;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.safeward.catalog.BackupConfigs;
import org.safeward.catalog.BackupRecords;
import org.safeward.catalog.ThisNode;
import org.safeward.databases.Databases;
import org.safeward.settings.Settings;

/**
 * Which directory the backups of a database go to: the one in its config, or the one in the settings, or the spool where none stays here; those of
 * {@code default} directly in it, those of other databases in a folder of their name.
 */
@ApplicationScoped
public class BackupPlaces {
    @Inject
    private BackupConfigs configs;

    @Inject
    private BackupRecords records;

    @Inject
    private ThisNode node;

    @Inject
    private Settings settings;

    public Path of(String database) {
        if (settings.spool().isPresent()) {
            return within(settings.spool().get().directory(), database);
        }
        String configured = configs.of(database).path();
        return within(configured.isEmpty() ? settings.backupDirectory() : Path.of(configured), database);
    }

    /** Where backups of a database may be: the directory of today, the one of the settings, and those of earlier configs. */
    public Set<Path> allOf(String database) {
        Set<Path> places = new LinkedHashSet<>();
        places.add(of(database));
        places.add(within(settings.backupDirectory(), database));
        records.filesOf(database).stream()
                .filter(node::has)
                .forEach(file -> places.add(file.path().getParent()));
        return places;
    }

    /** The directory for the second copies of a database, when there is one. */
    public Optional<Path> second(String database) {
        return settings.secondDirectory().map(directory -> within(directory, database));
    }

    /**
     * The directories that have to be there before a backup can go to one of them: the one that a setting or a config names, then the
     * folder of the database in it.
     */
    public List<Path> chain(String database) {
        return chain(of(database), database);
    }

    public List<Path> secondChain(String database) {
        return second(database).map(place -> chain(place, database)).orElse(List.of());
    }

    private static List<Path> chain(Path place, String database) {
        return Databases.DEFAULT.equals(database) ? List.of(place) : List.of(place.getParent(), place);
    }

    private static Path within(Path directory, String database) {
        return Databases.DEFAULT.equals(database) ? directory : directory.resolve(database);
    }
}
