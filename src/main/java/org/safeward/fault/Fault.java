package org.safeward.fault;

import java.util.List;
import java.util.stream.Stream;

/**
 * The one unchecked exception of Safeward: a fault with a stable code and what it is about.
 *
 * <p>The arguments fill the placeholders <code>{0}</code>, <code>{1}</code>, ... of the code's message and hint ({@link Messages}).
 * They are shown to users: never a password, key or token. A fault among them is shown by its message, in the reader's language.
 */
public final class Fault extends RuntimeException {
    private final ErrorCode code;
    private final List<String> arguments;

    public Fault(ErrorCode code, Object... arguments) {
        this(null, code, arguments);
    }

    /** With the exception that caused it, for the log. */
    public Fault(Throwable cause, ErrorCode code, Object... arguments) {
        super(null, cause);
        this.code = code;
        this.arguments = Stream.of(arguments).map(InnerFault::argument).toList();
    }

    private Fault(ErrorCode code, List<String> arguments) {
        this.code = code;
        this.arguments = List.copyOf(arguments);
    }

    /** One that a catalog has kept, from its code and {@link #arguments}. */
    public static Fault kept(ErrorCode code, List<String> arguments) {
        return new Fault(code, arguments);
    }

    public ErrorCode code() {
        return code;
    }

    public List<String> arguments() {
        return arguments;
    }

    /** For logs: the code and the English message. Answers to clients use {@link Messages} in the client's language. */
    @Override
    public String getMessage() {
        return code + ": " + Messages.ENGLISH.message(code, arguments);
    }
}
