package org.safeward.rest;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body is here already, whole. */
final class TakenBody extends HttpServletRequestWrapper {
    private byte[] body = {};

    TakenBody(HttpServletRequest request) {
        super(request);
    }

    void set(byte[] whole) {
        body = whole;
    }

    @Override
    public ServletInputStream getInputStream() {
        return new Whole(new ByteArrayInputStream(body));
    }

    @Override
    public BufferedReader getReader() {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class Whole extends ServletInputStream {
        private final InputStream in;
        private boolean ended;

        Whole(InputStream in) {
            this.in = in;
        }

        @Override
        public int read() throws java.io.IOException {
            int value = in.read();
            ended = value < 0;
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws java.io.IOException {
            int read = in.read(bytes, from, length);
            ended = read < 0;
            return read;
        }

        @Override
        public boolean isFinished() {
            return ended;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is here already");
        }
    }
}
