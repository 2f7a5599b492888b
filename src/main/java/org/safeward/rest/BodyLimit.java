package org.safeward.rest;

import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Bounds the bodies that resources read into memory, that of a login above all: anybody may send it. Files come in by servlets. */
@Provider
public class BodyLimit implements ReaderInterceptor {
    static final int MOST_BYTES = 1 << 20;

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        context.setInputStream(new Bounded(context.getInputStream(), MOST_BYTES));
        return context.proceed();
    }

    private static final class Bounded extends FilterInputStream {
        private int left;

        Bounded(InputStream in, int most) {
            super(in);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            count(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            count(Math.max(read, 0));
            return read;
        }

        @Override
        public boolean markSupported() {
            return false;
        }

        private void count(int read) {
            left -= read;
            if (left < 0) {
                throw new Fault(ErrorCode.BODY_TOO_LARGE, MOST_BYTES);
            }
        }
    }
}
