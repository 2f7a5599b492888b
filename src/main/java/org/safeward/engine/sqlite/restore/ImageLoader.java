package org.safeward.engine.sqlite.restore;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.safeward.archive.parallel.ReadAhead;
import org.safeward.engine.DumpFacts;
import org.safeward.engine.Work;
import org.safeward.engine.sqlite.connection.Room;
import org.safeward.engine.sqlite.connection.UnlinkedImage;
import org.safeward.engine.sqlite.dump.Dump;

/** Brings a snapshot into the staging file. */
final class ImageLoader {
    private final Path staging;
    private final Room room;
    private final Work work;

    ImageLoader(Path staging, Room room, Work work) {
        this.staging = staging;
        this.room = room;
        this.work = work;
    }

    /** Byte by byte. @param bytes of the whole image */
    void write(InputStream image, long bytes) throws IOException {
        room.requireFor(bytes);
        try (FileChannel file = FileChannel.open(staging, StandardOpenOption.WRITE)) {
            UnlinkedImage.copy(image, file, work);
        }
    }

    /** Into a file of another page size: by a script of it, since SQLite's own way to change that, VACUUM, gives rows other row ids. */
    void convert(InputStream image, long bytes, ScriptLoader target) throws IOException {
        room.requireFor(bytes);
        try (UnlinkedImage whole = UnlinkedImage.receive(image, staging.getParent(), work)) {
            whole.session().beginReading();
            DumpFacts[] facts = new DumpFacts[1];
            try (ReadAhead script =
                    new ReadAhead("safeward-convert", out -> facts[0] = new Dump(whole.session(), out, work).write())) {
                target.load(script);
            }
            facts[0].warnings().forEach(work::warn);
        }
    }
}
