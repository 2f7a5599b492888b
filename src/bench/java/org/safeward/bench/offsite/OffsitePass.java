package org.safeward.bench.offsite;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.safeward.archive.age.EncryptedStream;
import org.safeward.archive.age.Identity;
import org.safeward.archive.age.Recipients;
import org.safeward.backup.offsite.CopyProof;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;
import org.safeward.store.remote.s3.S3Credentials;
import org.safeward.store.remote.s3.S3Settings;

/**
 * One copy's way to a bucket or back, by the classes that a copy job uses, in a JVM of its own with a server's heap. A copy job knows its file's size and SHA-256 from the
 * catalog; here they come as arguments. What comes back is read whole, decrypted where it was encrypted, and held against them, as the job does it.
 *
 * <p>Arguments: {@code send}, {@code send-encrypted}, {@code read} or {@code read-encrypted}; endpoint, secret, file, size in bytes, SHA-256, and the key: public for
 * sending encrypted, secret for reading it, anything for the others. It says the time of each step and its memory. The encrypted file stays beside the file. Exit code 1 when it did not come out as it should.
 */
public final class OffsitePass {
    /** Behind the file's name, for the encrypted one and in the bucket. */
    private static final String ENCRYPTED = ".age";

    /** The number under which its steps stand in what it says, as a server's log has them. */
    public static final long JOB = 1;

    private static final int BUFFER_BYTES = 1 << 18;

    private final RemoteStore store;
    private final WholeFile file;
    private final String key;

    private OffsitePass(RemoteStore store, WholeFile file, String key) {
        this.store = store;
        this.file = file;
        this.key = key;
    }

    public static void main(String[] arguments) throws IOException {
        S3Settings settings = new S3Settings(
                Optional.of(URI.create(arguments[1])),
                BenchBucket.REGION,
                BenchBucket.NAME,
                "ours",
                true,
                Optional.of(new S3Credentials(BenchBucket.USER, arguments[2])));
        WholeFile file = new WholeFile(Path.of(arguments[3]), Long.parseLong(arguments[4]), arguments[5]);
        try (RemoteStore store = settings.open(Limits.USUAL)) {
            if (!new OffsitePass(store, file, arguments[6]).done(arguments[0])) {
                System.err.println(arguments[0] + ": what lies there is not what was to lie there");
                System.exit(1);
            }
        }
        Files.readAllLines(Path.of("/proc/self/status")).forEach(System.out::println);
    }

    private static void took(String step, long begin) {
        System.out.println(
                "copy job " + JOB + ": " + step + " took " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    private boolean done(String work) throws IOException {
        return switch (work) {
            case "send" -> put(file);
            case "send-encrypted" -> put(encrypted());
            case "read" -> holds(new CopyProof(file.size(), file.sha256(), Optional.empty()), file.path());
            case "read-encrypted" -> readEncrypted();
            default -> throw new IllegalArgumentException(work);
        };
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private boolean put(WholeFile whole) throws IOException {
        store.delete(name(whole.path()));
        long begin = System.nanoTime();
        PutResult result = store.put(name(whole.path()), whole, Progress.NONE);
        took("send", begin);
        return result == PutResult.PUBLISHED;
    }

    private Path encryptedPath() {
        return Path.of(file.path() + ENCRYPTED);
    }

    /** Its SHA-256 lies beside it, for who reads it back. */
    private WholeFile encrypted() throws IOException {
        long begin = System.nanoTime();
        MessageDigest read = sha256();
        MessageDigest sealed = sha256();
        try (OutputStream target = Files.newOutputStream(encryptedPath());
                EncryptedStream out =
                        new EncryptedStream(new DigestOutputStream(target, sealed), Recipients.parse(key));
                OutputStream plain = new BufferedOutputStream(new DigestOutputStream(out, read), BUFFER_BYTES)) {
            Files.copy(file.path(), plain);
            plain.flush();
            out.finish();
        }
        if (!HexFormat.of().formatHex(read.digest()).equals(file.sha256())) {
            throw new IOException("another file was encrypted");
        }
        took("encrypt", begin);
        String sha256 = HexFormat.of().formatHex(sealed.digest());
        Files.writeString(sum(), sha256);
        return new WholeFile(encryptedPath(), Files.size(encryptedPath()), sha256);
    }

    private Path sum() {
        return Path.of(encryptedPath() + ".sha256");
    }

    /** A job has the file's key still in memory; here the identity opens it, which takes no time that counts. */
    private boolean readEncrypted() throws IOException {
        try (Identity identity = Identity.parse(key);
                FileChannel channel = FileChannel.open(encryptedPath(), StandardOpenOption.READ);
                var opened = identity.of(channel)) {
            var inside = new CopyProof.Inside(opened, file.sha256());
            return holds(
                    new CopyProof(Files.size(encryptedPath()), Files.readString(sum()), Optional.of(inside)),
                    encryptedPath());
        }
    }

    private boolean holds(CopyProof proof, Path path) throws IOException {
        long begin = System.nanoTime();
        boolean holds = proof.holds(store, name(path), bytes -> {});
        took("readback", begin);
        return holds;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
