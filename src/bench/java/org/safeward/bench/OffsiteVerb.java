package org.safeward.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.safeward.archive.age.KeyPair;
import org.safeward.bench.offsite.BenchBucket;
import org.safeward.bench.offsite.OffsitePass;
import org.safeward.bench.score.Row;
import org.safeward.bench.score.Row.Limits;
import org.safeward.bench.score.Sample;
import org.safeward.bench.score.Score;
import org.safeward.bench.score.ServerFigures;
import org.safeward.bench.score.Work;

/**
 * A copy's way to a bucket and back, plain and encrypted, against {@code aws s3 cp} of the same plain file with the same server. Each is a process of its own, whose start
 * counts. Ours reads what lies there whole and takes its SHA-256; theirs brings it into a file.
 */
final class OffsiteVerb implements Verb {
    /** So that we send and read at 0.8 of their pace, encrypted at 0.7. */
    private static final double MOST_PLAIN = 1.25;

    private static final double MOST_ENCRYPTED = 1.43;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int MEGABYTE = 1_000_000;

    private final KeyPair keys = KeyPair.make();
    private String sha256;
    private BenchBucket bucket;

    private static Path file(Workbench bench) {
        return bench.files().resolve("offsite.zip");
    }

    /** Of bytes that nobody can make smaller, as those of a backup are. */
    @Override
    public void prepare(Workbench bench) throws IOException, InterruptedException {
        System.out.println("Making a file of " + bench.size().offsiteMegabytes() + " MB ...");
        MessageDigest digest = digest();
        SplittableRandom random = new SplittableRandom(1);
        byte[] piece = new byte[MEGABYTE];
        try (OutputStream out = Files.newOutputStream(file(bench))) {
            for (int megabyte = 0; megabyte < bench.size().offsiteMegabytes(); megabyte++) {
                random.nextBytes(piece);
                digest.update(piece);
                out.write(piece);
            }
        }
        sha256 = HexFormat.of().formatHex(digest.digest());
        startBucket(bench);
        Commands commands = bench.commands();
        commands.set("AWS_ACCESS_KEY_ID", BenchBucket.USER);
        commands.set("AWS_SECRET_ACCESS_KEY", bucket.secret());
        commands.set("AWS_DEFAULT_REGION", BenchBucket.REGION);
        // What somebody has set for himself is not measured.
        commands.set("AWS_CONFIG_FILE", Commands.NOWHERE.toString());
        commands.set("AWS_SHARED_CREDENTIALS_FILE", Commands.NOWHERE.toString());
    }

    private void startBucket(Workbench bench) throws IOException, InterruptedException {
        bucket = new BenchBucket(bench.files().resolve("s3"), Workbench.freePort(), Workbench.randomWord());
        Process process = bench.commands()
                .start(List.of(bench.commands()
                        .builder(bucket.command(bench.s3Proxy()))
                        .redirectErrorStream(true)
                        .redirectOutput(bucket.log().toFile())))
                .get(0);
        long deadline = System.nanoTime() + START_LIMIT.toNanos();
        while (!bucket.answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new BenchFault("S3Proxy did not start:\n" + Files.readString(bucket.log()));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public List<Row> measure(Workbench bench) throws IOException, InterruptedException {
        String file = bench.size().offsiteMegabytes() + " MB";
        Score.Pair sent = race(bench, "send", "", () -> copy(bench, file(bench).toString(), theirs()));
        Score.Pair read = race(
                bench,
                "read",
                "",
                () -> copy(bench, theirs(), bench.files().resolve("back").toString()));
        Score.Pair sealed = race(
                bench,
                "send-encrypted",
                keys.publicKey(),
                () -> copy(bench, file(bench).toString(), theirs()));
        Score.Pair opened = race(
                bench,
                "read-encrypted",
                keys.secretKey(),
                () -> copy(bench, theirs(), bench.files().resolve("back").toString()));
        return List.of(
                Row.of("offsite send " + file, "aws s3 cp", sent, Limits.time(MOST_PLAIN)),
                Row.of("offsite read back " + file, "aws s3 cp", read, Limits.time(MOST_PLAIN)),
                Row.of("offsite encrypt and send " + file, "aws s3 cp", sealed, Limits.time(MOST_ENCRYPTED)),
                Row.of("offsite read back and decrypt " + file, "aws s3 cp", opened, Limits.time(MOST_ENCRYPTED)));
    }

    private Score.Pair race(Workbench bench, String work, String key, Work theirs)
            throws IOException, InterruptedException {
        return Rounds.byTurns("offsite " + work, Rounds.MANY, () -> ours(bench, work, key), () -> Sample.of(theirs));
    }

    private Sample ours(Workbench bench, String work, String key) throws IOException, InterruptedException {
        Path collections = bench.files().resolve("offsite.gc");
        Path said = bench.files().resolve("offsite.said");
        Sample sample = Sample.of(() -> {
            bench.commands()
                    .write(
                            said,
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            Server.HEAP,
                            "-Xlog:gc:file=" + collections,
                            "-cp",
                            System.getProperty("java.class.path"),
                            OffsitePass.class.getName(),
                            work,
                            bucket.endpoint(),
                            bucket.secret(),
                            file(bench).toString(),
                            String.valueOf(Files.size(file(bench))),
                            sha256,
                            key);
            return 0;
        });
        List<String> lines = Files.readAllLines(said);
        return sample.with(
                ServerFigures.resident(lines.stream()),
                ServerFigures.heap(Files.readAllLines(collections)),
                ServerFigures.phases(lines.stream(), OffsitePass.JOB));
    }

    private static String theirs() {
        return "s3://" + BenchBucket.NAME + "/theirs/offsite.zip";
    }

    private long copy(Workbench bench, String from, String to) throws IOException, InterruptedException {
        bench.commands().run("aws", "--endpoint-url", bucket.endpoint(), "s3", "cp", "--only-show-errors", from, to);
        return 0;
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
