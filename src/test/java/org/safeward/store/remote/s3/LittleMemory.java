package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;

/** Puts a file and reads it back, in a JVM whose memory the test limits. Arguments: endpoint, secret, file. */
final class LittleMemory {
    private static final int MEBIBYTE = 1 << 20;

    private LittleMemory() {}

    public static void main(String[] arguments) throws IOException {
        S3Settings settings = new S3Settings(
                Optional.of(URI.create(arguments[0])),
                "us-east-1",
                S3Server.BUCKET,
                "little-memory",
                true,
                Optional.of(new S3Credentials("tester", arguments[1])));
        WholeFile file = WholeFile.read(Path.of(arguments[2]));
        try (RemoteStore store = new S3Store(settings, Limits.USUAL)) {
            PutResult result = store.put("large.sql", file, Progress.NONE);
            boolean same = S3StoreContract.sha256(store, "large.sql").equals(file.sha256());
            store.delete("large.sql");
            System.out.println(result + (same ? ", the same came back" : ", something else came back"));
        }
    }

    /** A file with holes, no two mebibytes the same. */
    static void write(Path path, int mebibytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.setLength((long) mebibytes * MEBIBYTE);
            for (int number = 0; number < mebibytes; number++) {
                file.seek((long) number * MEBIBYTE);
                file.writeInt(number);
            }
        }
    }
}
