package org.safeward.backup.fetch;

import java.util.List;
import java.util.stream.Collectors;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.fault.Warning;
import org.safeward.fault.WarningCode;

/**
 * A copy of a backup that could not be used.
 *
 * @param place its path or address, for people
 */
public record PassedOver(String place, Fault reason) {
    Warning warning() {
        return Warning.of(WarningCode.COPY_PASSED_OVER, place, reason.getMessage());
    }

    /**
     * None is left.
     *
     * @return the only reason, where there is one alone; BACKUP_FILE_MISSING, where there never was a copy; NO_GOOD_COPY
     */
    static Fault all(long record, List<PassedOver> passed) {
        if (passed.isEmpty()) {
            return new Fault(ErrorCode.BACKUP_FILE_MISSING, "-");
        }
        if (passed.size() == 1) {
            return passed.get(0).reason();
        }
        return new Fault(passed.get(0).reason(), ErrorCode.NO_GOOD_COPY, record, listed(passed));
    }

    /** Each with its code, which {@code docs/errors.md} explains in any language. */
    static String listed(List<PassedOver> passed) {
        return passed.stream()
                .map(one -> one.place() + " (" + one.reason().code() + ")")
                .collect(Collectors.joining("; "));
    }
}
