package org.safeward.bench;

/** Why there is no result; its message is for whoever called {@code bin/bench}. */
final class BenchFault extends RuntimeException {
    private static final long serialVersionUID = 1;

    BenchFault(String message) {
        super(message);
    }
}
