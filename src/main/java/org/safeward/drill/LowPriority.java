package org.safeward.drill;

import java.io.IOException;

/** Work that gives way to everybody else's on the machine, as far as threads can (the start scripts map the lowest priority to nice 19). */
public final class LowPriority {
    private LowPriority() {}

    /** What is done meanwhile. */
    public interface Task {
        void run() throws IOException;
    }

    public static void during(Task task) throws IOException {
        Thread thread = Thread.currentThread();
        int before = thread.getPriority();
        thread.setPriority(Thread.MIN_PRIORITY);
        try {
            task.run();
        } finally {
            thread.setPriority(before);
        }
    }
}
