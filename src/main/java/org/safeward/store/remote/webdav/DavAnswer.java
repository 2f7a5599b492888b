package org.safeward.store.remote.webdav;

import java.net.http.HttpResponse;
import java.util.Optional;

/** What a server answered. The caller closes it, which ends the connection when the body was not read to its end. */
final class DavAnswer implements AutoCloseable {
    private final String method;
    private final HttpResponse<AnswerBody> response;

    DavAnswer(HttpResponse<AnswerBody> response) {
        this.method = response.request().method();
        this.response = response;
    }

    int status() {
        return response.statusCode();
    }

    Optional<String> header(String name) {
        return response.headers().firstValue(name);
    }

    AnswerBody body() {
        return response.body();
    }

    @Override
    public void close() {
        response.body().close();
    }

    /** For messages: where to a redirect points is worth a word. */
    @Override
    public String toString() {
        String where = header("Location").map(to -> ", it points to " + to).orElse("");
        return "it answered " + method + " with status " + status() + where;
    }
}
