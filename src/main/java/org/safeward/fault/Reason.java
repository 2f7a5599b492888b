package org.safeward.fault;

import java.util.List;
import java.util.stream.Stream;

/**
 * A reason as an argument of a fault, which each reader has in his own language.
 *
 * @param arguments fill the placeholders of its text; never a secret
 */
public record Reason(ReasonCode code, List<String> arguments) {
    public static Reason of(ReasonCode code, Object... arguments) {
        return new Reason(code, Stream.of(arguments).map(InnerFault::argument).toList());
    }

    /** Both, one behind the other. */
    public Reason and(Reason other) {
        return of(ReasonCode.WHY_AND, this, other);
    }

    /** For logs, and for what is told in English alone. */
    @Override
    public String toString() {
        return Messages.ENGLISH.text(this);
    }
}
