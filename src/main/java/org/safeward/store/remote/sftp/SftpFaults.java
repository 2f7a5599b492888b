package org.safeward.store.remote.sftp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedByInterruptException;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.SshException;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

/** What it means that something failed at an SFTP server. */
final class SftpFaults {
    private final String address;
    private final TrustedHostKey trusted;

    SftpFaults(String address, TrustedHostKey trusted) {
        this.address = address;
        this.trusted = trusted;
    }

    /** Something that touches the server and no file of this machine. */
    @FunctionalInterface
    interface Touch<T> {
        T run() throws IOException;
    }

    <T> T at(Touch<T> touch) throws IOException {
        try {
            return touch.run();
        } catch (IOException e) {
            throw of(e);
        }
    }

    /** For who reads content that breaks off: that is an IOException there. */
    IOException ofContent(IOException failure) {
        try {
            return of(failure);
        } catch (Fault fault) {
            return new IOException(fault.getMessage(), failure);
        }
    }

    /** Only an interrupt stays an IOException, and leaves the thread interrupted. */
    InterruptedIOException of(IOException failure) {
        if (isInterrupt(failure)) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted = new InterruptedIOException("interrupted at " + address);
            interrupted.initCause(failure);
            return interrupted;
        }
        ErrorCode code = code(failure);
        throw new Fault(
                failure, code, address, code == ErrorCode.DESTINATION_UNTRUSTED ? trusted.refused() : words(failure));
    }

    /** For what we found out by looking. */
    Fault fault(ErrorCode code, String words) {
        return new Fault(code, address, words);
    }

    /** Whether the connection is gone: neither refused by the server, nor waited for in vain. */
    static boolean isLost(IOException failure) {
        return !(failure instanceof SftpException)
                && !(failure instanceof SocketTimeoutException)
                && !isInterrupt(failure);
    }

    private static boolean isInterrupt(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof InterruptedIOException && !(cause instanceof SocketTimeoutException)
                    || cause instanceof ClosedByInterruptException
                    || cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }

    private static ErrorCode code(IOException failure) {
        if (failure instanceof SftpException refused) {
            return switch (refused.getStatus()) {
                case SftpConstants.SSH_FX_PERMISSION_DENIED, SftpConstants.SSH_FX_WRITE_PROTECT ->
                    ErrorCode.DESTINATION_REFUSED;
                case SftpConstants.SSH_FX_NO_SPACE_ON_FILESYSTEM, SftpConstants.SSH_FX_QUOTA_EXCEEDED ->
                    ErrorCode.DESTINATION_FULL;
                case SftpConstants.SSH_FX_NO_CONNECTION, SftpConstants.SSH_FX_CONNECTION_LOST ->
                    ErrorCode.DESTINATION_UNREACHABLE;
                default -> ErrorCode.DESTINATION_FAILED;
            };
        }
        return switch (disconnectCode(failure)) {
            case SshConstants.SSH2_DISCONNECT_HOST_KEY_NOT_VERIFIABLE -> ErrorCode.DESTINATION_UNTRUSTED;
            case SshConstants.SSH2_DISCONNECT_NO_MORE_AUTH_METHODS_AVAILABLE,
                    SshConstants.SSH2_DISCONNECT_ILLEGAL_USER_NAME,
                    SshConstants.SSH2_DISCONNECT_HOST_NOT_ALLOWED_TO_CONNECT -> ErrorCode.DESTINATION_REFUSED;
            case SshConstants.SSH2_DISCONNECT_KEY_EXCHANGE_FAILED,
                    SshConstants.SSH2_DISCONNECT_PROTOCOL_VERSION_NOT_SUPPORTED -> ErrorCode.DESTINATION_FAILED;
            default -> ErrorCode.DESTINATION_UNREACHABLE;
        };
    }

    private static int disconnectCode(IOException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SshException ssh && ssh.getDisconnectCode() != 0) {
                return ssh.getDisconnectCode();
            }
        }
        return 0;
    }

    /** The innermost cause says most. */
    private static String words(IOException failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause instanceof SshException ? cause.getMessage() : cause.toString();
    }
}
