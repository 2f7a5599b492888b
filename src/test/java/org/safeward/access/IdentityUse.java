package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.safeward.archive.age.KeyPair;
import org.safeward.server.Answer;
import org.safeward.server.Api;
import org.safeward.server.SafewardServer;

/** An identity of age, in every way in which it is used and misused, on a server that encrypts to {@link #PAIR}. */
record IdentityUse(SafewardServer server, Path folder) {
    static final KeyPair PAIR = KeyPair.make();
    private static final String RIGHT = PAIR.secretKey();
    private static final String WRONG = KeyPair.make().secretKey();
    private static final String MISTYPED = WRONG.replace(WRONG.charAt(40), WRONG.charAt(40) == 'Q' ? 'P' : 'Q');

    /** Below the width of a line of text in which it might be broken. */
    private static final int PART = 40;

    /** What was answered; which secrets must not be found is added. */
    String useAndMisuse(List<String> secrets) throws IOException {
        Stream.of(RIGHT, WRONG, MISTYPED)
                .map(key -> key.substring(key.length() - PART))
                .forEach(secrets::add);
        Api api = server.api();
        Answer made = api.post("backup/create");
        int record = made.data().getInt("id");
        Path file = Files.copy(Path.of(made.data().getString("file_path")), folder.resolve("own.sql.zip.age"));
        Answer restored = api.post("backup/restore", restore(record, RIGHT));
        assertEquals(200, restored.status(), restored.text());
        Answer upload = upload("backup/uploads", file, RIGHT);
        assertEquals(200, upload.status(), upload.text());
        StringBuilder all = new StringBuilder(made.text() + restored.text() + upload.text());
        for (Answer answer : List.of(
                api.post("backup/restore", restore(record, WRONG)),
                api.post("backup/restore", restore(record, MISTYPED)),
                api.post("backup/restore", restore(record, RIGHT).replace("}", "")),
                api.post("backup/restore", restore(record, RIGHT.repeat(300))),
                api.post("backup/restore", "{\"record_id\": \"%s\"}".formatted(RIGHT)),
                api.post("backup/restore/undo", "{\"identity\": \"%s\"}".formatted(RIGHT)),
                api.post("backup/adopt", "{\"identity\": \"%s\"}".formatted(WRONG)),
                api.post("backup/adopt", "{\"identity\": [\"%s\"]}".formatted(MISTYPED)),
                upload("backup/uploads", file, WRONG),
                upload("backup/uploads", file, MISTYPED.repeat(300)),
                upload("backup/upload-restore", file, MISTYPED),
                upload("backup/upload-restore", file, RIGHT),
                api.get("backup/restore/preview?record_id=%d&identity=%s".formatted(record, RIGHT)),
                api.get("backup/records/" + record + "?identity=" + RIGHT),
                api.get("backup/jobs?page_size=100"),
                api.get("backup/list?page_size=100"),
                api.get("audit?page_size=100"),
                api.get("metrics"))) {
            assertNotEquals(500, answer.status(), answer.text());
            all.append(answer.text()).append(answer.headers());
        }
        return all.toString();
    }

    private static String restore(int record, String identity) {
        return "{\"record_id\": %d, \"identity\": \"%s\"}".formatted(record, identity);
    }

    private Answer upload(String path, Path file, String identity) {
        return server.api().upload(path, file, file.getFileName().toString(), Map.of("identity", identity));
    }

    /** What is found while an upload is still on its way: its parts must not wait on the disk. */
    List<String> leaksDuringAnUpload() throws IOException, InterruptedException {
        String beginning = """
                --x\r
                Content-Disposition: form-data; name="identity"\r
                \r
                %s\r
                --x\r
                Content-Disposition: form-data; name="file"; filename="a.sql"\r
                \r
                %s""".formatted(RIGHT, "-- a script that goes on\n".repeat(4000));
        try (RawRequest upload = new RawRequest(server.port())) {
            upload.send(RawRequest.head(
                    "POST",
                    "/api/backup/uploads",
                    "X-API-Key: " + SafewardServer.API_KEY,
                    "Content-Type: multipart/form-data; boundary=x",
                    "Content-Length: " + 2 * beginning.length()));
            upload.send(beginning);
            Thread.sleep(Duration.ofSeconds(2).toMillis());
            return new SecretSearch(server).leaks(List.of(RIGHT.substring(RIGHT.length() - PART)));
        }
    }
}
