package org.safeward.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.safeward.server.Answer;
import org.safeward.server.Api;

/** A key, a token and a ticket in the ways in which they are used and misused; the answers are whatever was answered, with its headers. */
record SecretUse(People people) {
    /** Also such that fail, each with what must not come back. */
    String keyAndToken(String token, String key, List<String> secrets) {
        secrets.addAll(List.of("mistyped-password-1", "mistyped-key-2", "mistyped-token-3", "password-as-user-4"));
        List<Answer> answers = List.of(
                people.bearing(token).get("auth/me"),
                people.api().anonymous().get("auth/me?api_key=" + key),
                people.api().anonymous().get("nope?api_key=" + key),
                people.api().anonymous().get("backup/records/x?api_key=" + key),
                people.api().anonymous().get("backup/list?page=x&api_key=mistyped-key-2"),
                people.api().anonymous().with("X-API-Key", "mistyped-key-2").get("auth/me"),
                people.bearing("mistyped-token-3").get("auth/me"),
                people.bearing(token.replace('.', '!')).get("auth/me"),
                people.login("greta", "mistyped-password-1", "10.4.0.2"),
                people.login("password-as-user-4", "mistyped-password-1", "10.4.0.2"),
                people.api()
                        .anonymous()
                        .post("auth/login", "{\"username\": \"greta\", \"password\": \"mistyped-password-1"),
                people.api().anonymous().post("auth/login", "mistyped-password-1"),
                people.api().anonymous().post("auth/login", "{\"username\": {\"password\": \"mistyped-password-1\"}}"),
                people.bearing(token).put("auth/password", People.passwords("mistyped-password-1", "short")),
                people.api()
                        .post(
                                "auth/users",
                                "{\"name\": \"password-as-user-4!\", \"password\": \"x\", \"role\": \"y\"}"),
                people.bearing(token).post("backup/restore", "{\"record_id\": \"mistyped-key-2\"}"),
                people.api().get("auth/users"),
                people.api().get("auth/api-keys"),
                people.api().get("backup/jobs"),
                people.api().get("backup/list"),
                people.api().get("backup/status"),
                people.api().get("audit?page_size=100"));
        StringBuilder all = new StringBuilder();
        answers.forEach(answer -> all.append(answer.text()).append(answer.headers()));
        return all.toString();
    }

    /** In every way in which a link can be followed; the ticket is in its address, which some like to write down. */
    String ticket(Api operator, List<String> secrets) throws IOException {
        int backup = people.api().post("backup/create").data().getInt("id");
        String ticket =
                operator.post("backup/records/" + backup + "/ticket").data().getString("ticket");
        String link = "backup/download/" + backup + "?ticket=" + ticket;
        secrets.addAll(List.of(ticket, "mistyped-ticket-5"));
        Api browser = people.api().anonymous().with("X-Forwarded-For", "10.4.0.3");
        StringBuilder all = new StringBuilder();
        for (Answer answer : List.of(
                browser.get(link),
                browser.with("Range", "bytes=5-").get(link),
                browser.with("Range", "bytes=9999999-").get(link),
                browser.with("Accept", "text/html").get(link),
                browser.get(link.replace("download/", "download/1")),
                browser.get(link.replace("?", "/x?")),
                browser.get("nope/" + link),
                browser.get("backup/download/" + backup + "?ticket=mistyped-ticket-5"),
                browser.send("DELETE", link, BodyPublishers.noBody()),
                operator.post("backup/records/x/ticket?ticket=" + ticket),
                operator.get("nope?ticket=" + ticket),
                operator.get("backup/list?page=x&ticket=" + ticket),
                people.api().get("audit?page_size=100"))) {
            all.append(answer.text()).append(answer.headers());
        }
        try (RawRequest brokenOff = new RawRequest(people.server().port())) {
            brokenOff.send(RawRequest.head("GET", "/api/" + link));
        }
        // What fails on the server's side: the file is not where its record says.
        Path file = Path.of(people.api().get("backup/records/" + backup).data().getString("file_path"));
        Files.delete(file);
        Answer missing = browser.get(link);
        assertEquals("BACKUP_FILE_MISSING", missing.error());
        assertTrue(people.server().log().contains("by ticket "), "the audit is in the log");
        return all.append(missing.text()).toString();
    }
}
