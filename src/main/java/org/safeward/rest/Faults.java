package org.safeward.rest;

import jakarta.ejb.EJBException;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** Turns whatever was thrown into a {@link Fault} that can be shown. */
public final class Faults {
    private static final FaultLog LOG = new FaultLog();

    private Faults() {}

    public static Fault of(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Fault fault) {
                return fault;
            }
            if (cause instanceof IOException && isFull(cause)) {
                return new Fault(thrown, ErrorCode.DISK_FULL, cause.getMessage());
            }
        }
        Optional<ErrorCode> ofCatalog = CatalogFault.of(thrown);
        if (ofCatalog.isPresent()) {
            LOG.write("the catalog failed", thrown);
            return new Fault(thrown, ofCatalog.get(), "safeward.catalog.url");
        }
        String incident = UUID.randomUUID().toString().substring(0, 8);
        LOG.write("incident " + incident, thrown);
        return new Fault(thrown, ErrorCode.INTERNAL, incident);
    }

    private static boolean isFull(Throwable thrown) {
        String message = String.valueOf(thrown.getMessage());
        return message.contains("No space left on device") || message.contains("Disk quota exceeded");
    }

    /** The exception behind an EJB's wrapping. */
    public static Throwable unwrapped(Throwable thrown) {
        Throwable result = thrown;
        while (result instanceof EJBException && result.getCause() != null) {
            result = result.getCause();
        }
        return result;
    }
}
