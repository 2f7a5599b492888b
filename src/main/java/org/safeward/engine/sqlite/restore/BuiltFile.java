package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/**
 * A file that we made, known again by its number in the file system and by when it was last changed, which nobody can set: SQLite opens
 * files by their name, and whoever may write into the directory could have put another one, or a link to one, in its place meanwhile.
 *
 * <p>Not promised: protection from whoever exchanges it in the moment between this look and SQLite's own, and back. He may write into
 * the directory of the live database, and so has that already.
 */
public final class BuiltFile {
    private final Path path;
    private final Object key;
    private Object changed;

    private BuiltFile(Path path) throws IOException {
        this.path = path;
        this.key = keyOf(path);
    }

    /** Makes it, mode 0600. */
    static BuiltFile create(Path path) throws IOException {
        Durable.createPrivate(path);
        return new BuiltFile(path);
    }

    public Path path() {
        return path;
    }

    /** We have closed it, and change it no more before it is opened again. */
    void seal() {
        requireSame();
        changed = asked(() -> changedAt(path));
    }

    /** @throws Fault RESTORE_CHECK_FAILED when it is not the file that was made, by its number, which a later file may have again */
    public void requireSame() {
        require(Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Objects.equals(key, asked(() -> keyOf(path))));
    }

    /** @throws Fault RESTORE_CHECK_FAILED when it is not as it was sealed */
    public void requireUntouched() {
        requireSame();
        require(Objects.equals(changed, asked(() -> changedAt(path))));
    }

    private void require(boolean same) {
        if (!same) {
            throw new Fault(ErrorCode.RESTORE_CHECK_FAILED, path + " was put there or changed by somebody else");
        }
    }

    @FunctionalInterface
    private interface Question {
        Object ask() throws IOException;
    }

    private Object asked(Question question) {
        try {
            return question.ask();
        } catch (IOException e) {
            throw new Fault(e, ErrorCode.DATABASE_UNREACHABLE, path, e);
        }
    }

    private static Object keyOf(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
    }

    private static Object changedAt(Path path) throws IOException {
        return Files.getAttribute(path, "unix:ctime", LinkOption.NOFOLLOW_LINKS);
    }
}
