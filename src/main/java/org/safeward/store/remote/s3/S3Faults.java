package org.safeward.store.remote.s3;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.security.cert.CertificateException;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;

/** What an error of S3 or of the way to it means. The codes are those of Amazon's list of error responses, and of MinIO and Ceph. */
final class S3Faults {
    private static final Set<String> CLOCK = Set.of("RequestTimeTooSkewed", "RequestExpired");
    private static final Set<String> REGION = Set.of(
            "PermanentRedirect",
            "AuthorizationHeaderMalformed",
            "IllegalLocationConstraintException",
            "IncorrectEndpoint");
    private static final Set<String> REFUSED = Set.of(
            "AccessDenied",
            "InvalidAccessKeyId",
            "SignatureDoesNotMatch",
            "AllAccessDisabled",
            "AccountProblem",
            "NotSignedUp",
            "ExpiredToken",
            "InvalidToken");
    private static final Set<String> FULL =
            Set.of("QuotaExceeded", "XMinioStorageFull", "XMinioAdminBucketQuotaExceeded", "StorageLimitExceeded");
    private static final Set<String> PASSES = Set.of(
            "SlowDown",
            "RequestTimeout",
            "RequestLimitExceeded",
            "Throttling",
            "ConditionalRequestConflict",
            "OperationAborted",
            "TemporaryRedirect");

    private static final int MOVED = 301;
    private static final int TEMPORARY_REDIRECT = 307;
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int TOO_MANY = 429;
    private static final int NOT_IMPLEMENTED = 501;
    private static final int FULL_STATUS = 507;

    private final String address;

    S3Faults(String address) {
        this.address = address;
    }

    /** The code in the answer's body; empty for a HEAD, whose answer has none. */
    static String code(AwsServiceException e) {
        String code = e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode();
        return code == null || code.matches("\\d*") ? "" : code;
    }

    /** For the caller to throw, if the thread was not interrupted. */
    Fault of(SdkException e) throws InterruptedIOException {
        requireNotInterrupted(e);
        if (e instanceof AwsServiceException said) {
            String code = code(said);
            String words = code.isEmpty()
                    ? "HTTP " + said.statusCode()
                    : code + ": " + said.awsErrorDetails().errorMessage();
            return fault(e, meaning(code, said.statusCode()), words);
        }
        return onTheWay(e);
    }

    /** An error in the middle of a content. */
    Fault of(IOException e) {
        return fault(e, ErrorCode.DESTINATION_UNREACHABLE, e.toString());
    }

    private static ErrorCode meaning(String code, int status) {
        if (code.equals("NoSuchBucket")) {
            return ErrorCode.DESTINATION_MISSING;
        } else if (CLOCK.contains(code)) {
            return ErrorCode.DESTINATION_CLOCK;
        } else if (REGION.contains(code) || status == MOVED) {
            return ErrorCode.DESTINATION_REGION;
        } else if (FULL.contains(code) || status == FULL_STATUS) {
            return ErrorCode.DESTINATION_FULL;
        } else if (PASSES.contains(code) || passes(status)) {
            return ErrorCode.DESTINATION_UNREACHABLE;
        } else if (REFUSED.contains(code) || status == UNAUTHORIZED || status == FORBIDDEN) {
            return ErrorCode.DESTINATION_REFUSED;
        }
        return ErrorCode.DESTINATION_FAILED;
    }

    private static boolean passes(int status) {
        return status >= 500 && status != NOT_IMPLEMENTED || status == TOO_MANY || status == TEMPORARY_REDIRECT;
    }

    private Fault onTheWay(SdkException e) {
        IOException reason = null;
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SSLHandshakeException
                    || cause instanceof SSLPeerUnverifiedException
                    || cause instanceof CertificateException) {
                return fault(e, ErrorCode.DESTINATION_UNTRUSTED, cause.getMessage());
            }
            reason = reason == null && cause instanceof IOException io ? io : reason;
        }
        if (reason != null) {
            return fault(e, ErrorCode.DESTINATION_UNREACHABLE, reason.toString());
        }
        boolean noCredentials = String.valueOf(e.getMessage()).startsWith("Unable to load credentials");
        return noCredentials
                ? fault(
                        e,
                        ErrorCode.DESTINATION_REFUSED,
                        "there are no credentials: none are set, and the usual places have none")
                : fault(e, ErrorCode.DESTINATION_FAILED, e.getMessage());
    }

    private static void requireNotInterrupted(SdkException e) throws InterruptedIOException {
        if (e instanceof AbortedException || Thread.currentThread().isInterrupted()) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted during a request");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private Fault fault(Exception cause, ErrorCode code, String words) {
        return new Fault(cause, code, address, words);
    }
}
