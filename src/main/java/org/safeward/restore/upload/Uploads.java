package org.safeward.restore.upload;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.safeward.archive.BackupFormat;
import org.safeward.archive.age.DecryptionKey;
import org.safeward.backup.FileKeys;
import org.safeward.databases.Databases;
import org.safeward.engine.Destination;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.files.PrivateDirectory;
import org.safeward.rest.Caller;
import org.safeward.rest.json.FieldFaults;
import org.safeward.restore.RestoreRequest;
import org.safeward.restore.destination.AskedDestination;
import org.safeward.restore.preview.FunctionsSeen;
import org.safeward.settings.Settings;
import org.safeward.store.BackupStore;

/** Takes uploaded files in, into a directory of their own below Safeward's home. Nothing is ever held in memory whole. */
@ApplicationScoped
public class Uploads {
    /** The names that {@link #keep} gives. */
    private static final Pattern KEPT = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final ReadWriteLock taking = new ReentrantReadWriteLock();

    @Inject
    private Settings settings;

    @Inject
    private FileKeys keys;

    @Inject
    private Caller caller;

    /** Makes the directory, and removes what a server that died left there. To be called before the first upload. */
    public void prepare() throws IOException {
        PrivateDirectory.create(directory());
        try (Stream<Path> left = Files.list(directory())) {
            for (Path file : left.toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /**
     * Reads the form and puts its file onto our disk.
     *
     * @throws Fault UPLOAD_NO_FILE, UPLOAD_WRONG_TYPE, UPLOAD_TOO_LARGE, BAD_FIELD, FILE_EMPTY; then nothing is left of it
     */
    RestoreRequest take(HttpServletRequest request) throws IOException, ServletException {
        requireMultipart(request);
        if (request.getContentLengthLong() > settings.uploadMaxSize()) {
            throw new Fault(ErrorCode.UPLOAD_TOO_LARGE, settings.uploadMaxSize());
        }
        taking.readLock().lock();
        try {
            return read(request);
        } finally {
            taking.readLock().unlock();
            removeBrokenOff();
        }
    }

    private RestoreRequest read(HttpServletRequest request) throws IOException, ServletException {
        try {
            Part file = filePart(request);
            FieldFaults faults = caller.fieldFaults();
            UploadForm form = new UploadForm(request, faults);
            String database = form.text("database").orElse(Databases.DEFAULT);
            AskedDestination asked = form.destination();
            boolean safety = form.flag("safety_backup", true);
            boolean accept = form.flag("accept_unverifiable", false);
            boolean force = form.flag("force", false);
            Set<String> skip = form.skip();
            Optional<String> identity = form.identity();
            asked.check(faults);
            faults.check();
            Destination destination = asked.destination();
            Path kept = keep(file);
            return new RestoreRequest(
                    database,
                    Optional.empty(),
                    Optional.of(kept),
                    destination,
                    safety,
                    accept,
                    force,
                    skip,
                    FunctionsSeen.NONE,
                    keyOf(kept, identity));
        } finally {
            removeParts(request);
        }
    }

    private DecryptionKey keyOf(Path kept, Optional<String> identity) throws IOException {
        try {
            return keys.of(kept, identity);
        } catch (RuntimeException e) {
            Files.deleteIfExists(kept);
            throw e;
        }
    }

    /**
     * Payara leaves the part behind that it was writing when an upload broke off or the disk was full. While nobody uploads, every file
     * that has not the name of a kept one is such a part; else whoever uploads comes here after that.
     */
    private void removeBrokenOff() throws IOException {
        if (!taking.writeLock().tryLock()) {
            return;
        }
        try (Stream<Path> files = Files.list(directory())) {
            for (Path file : files.filter(Uploads::isNotKept).toList()) {
                Files.deleteIfExists(file);
            }
        } finally {
            taking.writeLock().unlock();
        }
    }

    private static boolean isNotKept(Path file) {
        return !KEPT.matcher(file.getFileName().toString()).matches();
    }

    private static void requireMultipart(HttpServletRequest request) {
        String type = request.getContentType();
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/form-data")) {
            throw new Fault(ErrorCode.UNSUPPORTED_MEDIA_TYPE, type == null ? "-" : type);
        }
    }

    private Part filePart(HttpServletRequest request) throws IOException, ServletException {
        Part file;
        try {
            file = request.getPart("file");
        } catch (IllegalStateException e) {
            // What the servlet specification has a server throw when the size that was registered is exceeded.
            throw new Fault(e, ErrorCode.UPLOAD_TOO_LARGE, settings.uploadMaxSize());
        } catch (ServletException e) {
            throw new Fault(e, ErrorCode.UPLOAD_NO_FILE);
        } catch (RuntimeException e) {
            throw isBrokenForm(e) ? new Fault(e, ErrorCode.UPLOAD_NO_FILE) : e;
        }
        if (file == null || file.getSubmittedFileName() == null) {
            throw new Fault(ErrorCode.UPLOAD_NO_FILE);
        }
        String name = BackupStore.withoutEncryption(file.getSubmittedFileName().toLowerCase(Locale.ROOT));
        if (!BackupFormat.isName(name)) {
            throw new Fault(ErrorCode.UPLOAD_WRONG_TYPE, file.getSubmittedFileName());
        }
        return file;
    }

    /** How WildFly says that the form ended too early: no class of its own tells it from a disk that is full. */
    private static boolean isBrokenForm(RuntimeException e) {
        return e.getCause() instanceof IOException cause
                && String.valueOf(cause.getMessage()).startsWith("UT000036");
    }

    private Path keep(Part part) throws IOException {
        if (part.getSize() == 0) {
            throw new Fault(ErrorCode.FILE_EMPTY);
        }
        if (part.getSize() > settings.uploadMaxSize()) {
            throw new Fault(ErrorCode.UPLOAD_TOO_LARGE, settings.uploadMaxSize());
        }
        requirePackedWhereNamedSo(part);
        Path file = directory().resolve(UUID.randomUUID().toString());
        try {
            // Relative to the directory that the server streamed it to, which is this one: a rename.
            part.write(file.getFileName().toString());
            PrivateDirectory.hide(file);
            return file;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** The content decides how a file is read; but one that is called a packed one and is none would be taken for a broken script. */
    private static void requirePackedWhereNamedSo(Part part) throws IOException {
        String name = part.getSubmittedFileName();
        if (BackupFormat.isPacked(name)) {
            try (InputStream in = part.getInputStream()) {
                BackupFormat found = BackupFormat.of(in.readNBytes(Integer.BYTES));
                if (BackupFormat.ZIP.ends(name) && found != BackupFormat.ZIP) {
                    throw new Fault(ErrorCode.ZIP_INVALID, name);
                }
                if (BackupFormat.ZSTD.ends(name) && found != BackupFormat.ZSTD) {
                    throw new Fault(ErrorCode.ZSTD_INVALID, name);
                }
            }
        }
    }

    private static void removeParts(HttpServletRequest request) throws IOException {
        try {
            for (Part part : request.getParts()) {
                part.delete();
            }
        } catch (ServletException | IllegalStateException e) {
            // The form could not be read: then there are no parts.
            return;
        } catch (RuntimeException e) {
            if (!isBrokenForm(e)) {
                throw e;
            }
        }
    }

    Path directory() {
        return settings.home().resolve("uploads");
    }
}
