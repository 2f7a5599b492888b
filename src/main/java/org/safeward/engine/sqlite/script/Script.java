package org.safeward.engine.sqlite.script;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.safeward.archive.parallel.YieldRegularly;
import org.safeward.engine.Work;

/** The script while it is written: counts bytes and rows, reports them, and stops when the job is to stop. */
public final class Script {
    private static final int ROWS_BETWEEN_REPORTS = 1000;
    private static final int BUFFER = 1 << 18;

    private final OutputStream out;
    private final Work work;
    private final YieldRegularly courtesy = new YieldRegularly();
    private final byte[] buffer = new byte[BUFFER];
    private int filled;
    private long bytes;
    private long rows;

    public Script(OutputStream out, Work work) {
        this.out = out;
        this.work = work;
    }

    public void line(String text) throws IOException {
        write(RawText.bytes(text));
        write("\n".getBytes(StandardCharsets.UTF_8));
        work.checkpoint();
    }

    public void write(byte[] some) throws IOException {
        if (some.length > buffer.length - filled) {
            drain();
        }
        if (some.length > buffer.length) {
            out.write(some);
        } else {
            System.arraycopy(some, 0, buffer, filled, some.length);
            filled += some.length;
        }
        bytes += some.length;
    }

    /** To be called for each row that was written. */
    public void rowWritten() {
        rows++;
        courtesy.giveWay();
        if (rows % ROWS_BETWEEN_REPORTS == 0) {
            work.checkpoint();
            work.progress(rows, bytes);
        }
    }

    public void finish() throws IOException {
        drain();
        out.flush();
        work.progress(rows, bytes);
    }

    private void drain() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }
}
