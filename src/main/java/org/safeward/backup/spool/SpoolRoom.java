package org.safeward.backup.spool;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import org.safeward.catalog.BackupOrigin;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.DestinationSettings;
import org.safeward.settings.Settings;

/** Whether a backup may begin where none stays on this machine. */
@ApplicationScoped
public class SpoolRoom {
    @Inject
    private Settings settings;

    @Inject
    private SpoolFiles files;

    @Inject
    private BackupRecords records;

    @Inject
    private BackupCopies copies;

    @Inject
    private Destinations destinations;

    /** @throws Fault SPOOL_FULL naming the destinations that files wait for; STORE_UNREACHABLE */
    public void require() {
        settings.spool().ifPresent(this::require);
    }

    private void require(DestinationSettings.Spool spool) {
        long bytes;
        try {
            bytes = SpoolFiles.bytes(spool.directory());
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.STORE_UNREACHABLE, spool.directory());
        }
        if (bytes >= spool.maxSize()) {
            throw new Fault(ErrorCode.SPOOL_FULL, awaited(), spool.directory(), bytes, spool.maxSize());
        }
    }

    /** The destinations that lack a good copy of what lies there; a dash when none does. */
    private String awaited() {
        String names = files.records().stream()
                .flatMap(id -> records.find(id).stream())
                .filter(record -> record.origin() != BackupOrigin.SAFETY)
                .flatMap(record -> lacking(record).stream())
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
        return names.isEmpty() ? "-" : names;
    }

    private List<String> lacking(BackupRecord record) {
        List<String> good = copies.ofRecord(record.id()).stream()
                .filter(copy -> copy.state() == CopyState.GOOD)
                .map(copy -> copy.destination())
                .toList();
        return destinations.of(record.database()).stream()
                .map(Destination::name)
                .filter(name -> !good.contains(name))
                .toList();
    }
}
