package org.safeward.store.remote.s3;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Which pages of one listing were asked for. A server that leads in a circle, or ever on, is not followed for ever, nor until the memory is full. */
final class Pages {
    /** Of a thousand files each. */
    static final int MOST = 2000;

    private final String address;
    private final Set<String> asked = new HashSet<>();

    Pages(String address) {
        this.address = address;
    }

    /**
     * Before one more is asked for.
     *
     * @param markers where it begins, as the server said; any of them may be null
     * @throws Fault DESTINATION_FAILED
     */
    void requireNew(Object... markers) {
        if (!asked.add(Arrays.toString(markers))) {
            throw new Fault(ErrorCode.DESTINATION_FAILED, address, "its listing leads in a circle");
        }
        if (asked.size() > MOST) {
            throw new Fault(ErrorCode.DESTINATION_FAILED, address, "its listing does not end");
        }
    }
}
