package org.safeward.engine.sqlite.connection;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.safeward.engine.Work;

/**
 * A database in a private file that has no name any more: it is opened, and its name removed, before its bytes come. So nothing of it
 * stays, whatever ends this process, and nobody can put another one in its place. What it holds may have been written by others: nothing in
 * its schema is trusted, and no other file can be reached from it.
 */
public final class UnlinkedImage implements AutoCloseable {
    private static final int CHUNK = 1 << 20;

    /** Where the file says which journal it has ("Database File Format", 1.3.3): 2 is a WAL, which would be a file with a name. */
    private static final int VERSIONS = 18;

    private static final byte[] NO_WAL = {1, 1};

    private final FileChannel channel;
    private final Session session;
    private final ByteBuffer versions = ByteBuffer.allocate(NO_WAL.length);

    private UnlinkedImage(FileChannel channel, Session session) throws IOException {
        this.channel = channel;
        this.session = session;
        channel.read(versions, VERSIONS);
        channel.write(ByteBuffer.wrap(NO_WAL), VERSIONS);
        distrust(session);
    }

    /**
     * Takes the bytes to their end.
     *
     * @param folder where the file is made
     */
    public static UnlinkedImage receive(InputStream bytes, Path folder, Work work) throws IOException {
        return open(Files.createTempFile(folder, ".safeward-", "-image"), channel -> copy(bytes, channel, work), work);
    }

    /** Takes a file over, which nobody has open: its name is gone when this returns, in whatever way. */
    public static UnlinkedImage of(Path file, Work work) throws IOException {
        return open(file, channel -> {}, work);
    }

    @FunctionalInterface
    private interface Filling {
        void fill(FileChannel channel) throws IOException;
    }

    private static UnlinkedImage open(Path file, Filling filling, Work work) throws IOException {
        FileChannel channel = null;
        Session session = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
            session = Session.write(file, 0, work);
            Files.delete(file);
            filling.fill(channel);
            return new UnlinkedImage(channel, session);
        } catch (Throwable e) {
            if (session != null) {
                session.close();
            }
            if (channel != null) {
                channel.close();
            }
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Copies an image to where the channel stands, in pieces between which a stop is heard. */
    public static void copy(InputStream bytes, FileChannel file, Work work) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long copied = 0;
        for (int read = bytes.readNBytes(chunk, 0, CHUNK); read > 0; read = bytes.readNBytes(chunk, 0, CHUNK)) {
            work.checkpoint();
            ByteBuffer piece = ByteBuffer.wrap(chunk, 0, read);
            while (piece.hasRemaining()) {
                file.write(piece);
            }
            copied += read;
            work.progress(0, copied);
        }
    }

    private static void distrust(Session session) {
        session.forbidOtherFiles();
        // A journal in a file would need its name.
        for (String setting : new String[] {
            "trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0", "temp_store=MEMORY", "journal_mode=MEMORY"
        }) {
            session.execute("PRAGMA " + setting);
        }
    }

    public Session session() {
        return session;
    }

    /** Gives its bytes as they came. The session is closed before, and nothing else can be done afterwards. */
    public void giveTo(OutputStream out, Work work) throws IOException {
        session.close();
        channel.write(versions.flip(), VERSIONS);
        channel.position(0);
        InputStream bytes = Channels.newInputStream(channel);
        byte[] chunk = new byte[CHUNK];
        for (int read = bytes.read(chunk); read > 0; read = bytes.read(chunk)) {
            work.checkpoint();
            out.write(chunk, 0, read);
        }
    }

    @Override
    public void close() throws IOException {
        session.close();
        channel.close();
    }
}
