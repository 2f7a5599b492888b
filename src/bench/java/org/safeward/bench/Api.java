package org.safeward.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;

/** Our works, as REST calls that answer when they are done. A call that is not answered by success is a {@link BenchFault}. */
final class Api {
    private static final String BOUNDARY = "a-part-of-the-upload";

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI root;
    private final String key;

    Api(int port, String key) {
        root = URI.create("http://127.0.0.1:" + port + "/api/");
        this.key = key;
    }

    /** @param record its id */
    record Backup(long record, Path file, long bytes) {}

    Backup backup(String database) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("database", database);
        JsonObject made = post("create", body).getAsJsonObject();
        return new Backup(
                made.get("id").getAsLong(),
                Path.of(made.get("file_path").getAsString()),
                made.get("file_size").getAsLong());
    }

    /** @param safety whether a safety backup is made before */
    void restore(String database, Backup backup, boolean safety) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("database", database);
        body.addProperty("record_id", backup.record());
        body.addProperty("safety_backup", safety);
        post("restore", body);
    }

    void drill(String database, Backup backup) throws IOException, InterruptedException {
        JsonObject body = new JsonObject();
        body.addProperty("database", database);
        body.addProperty("record_id", backup.record());
        post("drills", body);
    }

    /** Restores a script that the server has not seen before. */
    void upload(String database, Path script) throws IOException, InterruptedException {
        call(
                "upload-restore",
                request("upload-restore")
                        .header("Content-Type", "multipart/form-data; boundary=" + BOUNDARY)
                        .POST(form(database, script)));
    }

    /** The id of the job that began last. */
    long latestJob() throws IOException, InterruptedException {
        return call("jobs", request("jobs?page_size=1").GET())
                .getAsJsonObject()
                .getAsJsonArray("list")
                .get(0)
                .getAsJsonObject()
                .get("id")
                .getAsLong();
    }

    boolean healthy() throws InterruptedException {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(root.resolve("health/started")).build();
            return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            // It does not listen yet.
            return false;
        }
    }

    private JsonElement post(String path, JsonObject body) throws IOException, InterruptedException {
        return call(
                path + " " + body,
                request(path)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body.toString())));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve("backup/" + path)).header("X-API-Key", key);
    }

    private JsonElement call(String what, HttpRequest.Builder request) throws IOException, InterruptedException {
        String answer = client.send(request.build(), BodyHandlers.ofString()).body();
        JsonObject envelope = JsonParser.parseString(answer).getAsJsonObject();
        if (envelope.get("code").getAsInt() != 0) {
            throw new BenchFault(what + " was answered by " + answer);
        }
        return envelope.get("data");
    }

    private static BodyPublisher form(String database, Path script) throws FileNotFoundException {
        String part = "--" + BOUNDARY + "\r\nContent-Disposition: form-data; name=";
        return BodyPublishers.concat(
                BodyPublishers.ofString(part + "\"database\"\r\n\r\n" + database + "\r\n" + part
                        + "\"safety_backup\"\r\n\r\nfalse\r\n" + part + "\"file\"; filename=\"" + script.getFileName()
                        + "\"\r\nContent-Type: application/octet-stream\r\n\r\n"),
                BodyPublishers.ofFile(script),
                BodyPublishers.ofString("\r\n--" + BOUNDARY + "--\r\n"));
    }
}
