package org.safeward.engine.postgresql.dump;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads what a process says on stderr to its end, on a thread of its own, and keeps the last of it: it may say gigabytes. */
final class BoundedTail {
    private static final int KEPT = 64 << 10;
    private static final int SHOWN = 2000;

    private final byte[] ring = new byte[KEPT];
    private final Thread thread;
    private long total;

    BoundedTail(InputStream in) {
        thread = new Thread(() -> drain(in), "safeward-stderr");
        thread.setDaemon(true);
        thread.start();
    }

    /** The end of what was said, once all has been said or a second has passed. */
    String text() throws InterruptedException {
        thread.join(1000);
        synchronized (ring) {
            int length = (int) Math.min(total, KEPT);
            byte[] last = new byte[length];
            for (int i = 0; i < length; i++) {
                last[i] = ring[(int) ((total - length + i) % KEPT)];
            }
            String text = new String(last, StandardCharsets.UTF_8).strip();
            return text.length() <= SHOWN ? text : "..." + text.substring(text.length() - SHOWN);
        }
    }

    private void drain(InputStream in) {
        byte[] buffer = new byte[8 << 10];
        try (in) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                synchronized (ring) {
                    for (int i = 0; i < count; i++) {
                        ring[(int) (total++ % KEPT)] = buffer[i];
                    }
                }
            }
        } catch (IOException e) {
            // The process was destroyed while it spoke; what it said until then is kept.
            System.getLogger(BoundedTail.class.getName()).log(System.Logger.Level.DEBUG, "stderr closed", e);
        }
    }
}
