package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What it means that a WebDAV server says no, or nothing. */
final class DavFaults {
    private final String address;

    DavFaults(String address) {
        this.address = address;
    }

    /** Of a connection. Only an interrupt stays an IOException. */
    InterruptedIOException of(IOException failure) {
        if (failure instanceof InterruptedIOException interrupted && !(failure instanceof SocketTimeoutException)) {
            return interrupted;
        }
        ErrorCode code = isUntrusted(failure) ? ErrorCode.DESTINATION_UNTRUSTED : ErrorCode.DESTINATION_UNREACHABLE;
        throw new Fault(failure, code, address, words(failure));
    }

    private static boolean isUntrusted(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException || cause instanceof CertPathBuilderException) {
                return true;
            }
        }
        return false;
    }

    /** The innermost cause says most. */
    private static String words(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.toString();
    }

    /** Of an answer that was not hoped for. */
    Fault of(DavAnswer answer) {
        ErrorCode code = switch (answer.status()) {
            case 401, 403 -> ErrorCode.DESTINATION_REFUSED;
            case 404, 409, 410 -> ErrorCode.DESTINATION_MISSING;
            case 408, 425, 429, 500, 502, 503, 504 -> ErrorCode.DESTINATION_UNREACHABLE;
            case 507 -> ErrorCode.DESTINATION_FULL;
            default -> ErrorCode.DESTINATION_FAILED;
        };
        return fault(code, answer.toString());
    }

    /** For what we found out by looking. */
    Fault fault(ErrorCode code, String words) {
        return new Fault(code, address, words);
    }
}
