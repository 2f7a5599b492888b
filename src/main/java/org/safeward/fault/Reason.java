package org.safeward.fault;

import java.util.List;
import java.util.Optional;
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

    /** Any argument of a text as it is kept of it, so that each reader has a reason among them in his own language: {@link Messages#keptText}. */
    public static String kept(Object argument) {
        return InnerFault.argument(argument);
    }

    /** Both, one behind the other. */
    public Reason and(Reason other) {
        return of(ReasonCode.WHY_AND, this, other);
    }

    /** All, one behind the other; empty when there is none. */
    public static Optional<Reason> all(List<Reason> reasons) {
        // Not one inside the other, where each would be written as an argument of an argument of an argument.
        return reasons.size() < 2
                ? reasons.stream().findFirst()
                : Optional.of(of(ReasonCode.WHY_AND, reasons.toArray()));
    }

    /** For logs, and for what is told in English alone. */
    @Override
    public String toString() {
        return Messages.ENGLISH.text(this);
    }
}
