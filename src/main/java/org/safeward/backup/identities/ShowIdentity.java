package org.safeward.backup.identities;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.safeward.archive.age.DecryptedStream;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.PayloadKey;
import org.safeward.backup.FileKeys;
import org.safeward.catalog.BackupRecord;
import org.safeward.catalog.BackupRecords;
import org.safeward.databases.Databases;
import org.safeward.destinations.BackupCopies;
import org.safeward.destinations.BackupCopy;
import org.safeward.destinations.CopyState;
import org.safeward.destinations.Destination;
import org.safeward.destinations.Destinations;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.settings.Settings;

/** Somebody shows that he holds what opens the encrypted places: it opens a stored file of one of them, and is forgotten. */
@ApplicationScoped
public class ShowIdentity {
    /** So many copies of a place are tried: the newest may be for recipients of before. */
    private static final int MOST_TRIED = 3;

    private static final String BY_FILE = "SAFEWARD_IDENTITY_FILE";

    @Inject
    private EncryptedPlaces places;

    @Inject
    private ShownIdentities shown;

    @Inject
    private Destinations destinations;

    @Inject
    private BackupCopies copies;

    @Inject
    private BackupRecords records;

    @Inject
    private Databases databases;

    @Inject
    private FileKeys keys;

    @Inject
    private Settings settings;

    /**
     * @param opened where the file lies that it opened
     * @param recipients whose identity it is
     */
    public record Act(String opened, List<String> recipients) {}

    /**
     * @param who shows it
     * @throws Fault IDENTITY_INVALID; ENCRYPTED_FOR_OTHERS when it is of no recipient of the settings; NOTHING_TO_OPEN when none of their places has a stored file that can be reached and
     *     that it opens; ENCRYPTED_DAMAGED
     */
    public Act run(String text, String who) throws IOException {
        try (Identity identity = Identity.parse(text)) {
            List<String> recipients = places.recipientsOf(identity);
            if (recipients.isEmpty()) {
                throw new Fault(ErrorCode.ENCRYPTED_FOR_OTHERS);
            }
            String opened = open(recipients, identity, text).orElseThrow(() -> new Fault(ErrorCode.NOTHING_TO_OPEN));
            shown.shown(recipients, who);
            return new Act(opened, recipients);
        }
    }

    /** A request has opened a stored file with this identity just now. */
    public void opened(String text, String who) {
        try (Identity identity = Identity.parse(text)) {
            shown.shown(places.recipientsOf(identity), who);
        }
    }

    /** A job has opened a stored file with the operator's identity file just now; nothing when that is away again. */
    public void openedByFile() throws IOException {
        Optional<Path> file = settings.files().identityFile().filter(Files::isReadable);
        if (file.isPresent()) {
            opened(Files.readString(file.get()), BY_FILE);
        }
    }

    private Optional<String> open(List<String> recipients, Identity identity, String text) throws IOException {
        for (EncryptedPlaces.Standing place : places.all()) {
            if (place.recipients().stream().anyMatch(one -> recipients.contains(one.recipient()))) {
                Optional<String> opened = place.place().equals(EncryptedPlaces.BACKUP_DIRECTORY)
                        ? openHere(text)
                        : openThere(destinations.get(place.place()), identity);
                if (opened.isPresent()) {
                    return opened;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> openHere(String text) {
        for (String database : databases.names()) {
            Optional<Path> file =
                    records.newestGood(database).flatMap(BackupRecord::file).filter(Files::exists);
            if (file.isPresent() && isOpened(file.get(), text)) {
                return file.map(Path::toString);
            }
        }
        return Optional.empty();
    }

    private boolean isOpened(Path file, String text) {
        try (DecryptionKey key = keys.of(file, Optional.of(text))) {
            return key instanceof PayloadKey;
        } catch (Fault e) {
            return tolerated(e);
        }
    }

    /** A place that is away says nothing of the identity: another one may. */
    private Optional<String> openThere(Destination destination, Identity identity) throws IOException {
        List<BackupCopy> good = copies.inState(destination.name(), CopyState.GOOD).stream()
                .filter(BackupCopy::encrypted)
                .limit(MOST_TRIED)
                .toList();
        for (BackupCopy copy : good) {
            String name = copy.name().orElseThrow();
            try (InputStream file = destination.store().open(name, 0);
                    InputStream plain = DecryptedStream.open(file, identity)) {
                // The first piece is proven before a byte of it is given.
                plain.read();
                return Optional.of(destination.address() + "/" + name);
            } catch (Fault e) {
                tolerated(e);
            }
        }
        return Optional.empty();
    }

    private static boolean tolerated(Fault fault) {
        boolean elsewhere = fault.code() == ErrorCode.ENCRYPTED_FOR_OTHERS
                || fault.code().name().startsWith("DESTINATION_")
                || fault.code() == ErrorCode.STORE_UNREACHABLE;
        if (!elsewhere) {
            throw fault;
        }
        return false;
    }
}
