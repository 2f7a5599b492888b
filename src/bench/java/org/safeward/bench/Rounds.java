package org.safeward.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.safeward.bench.score.Sample;
import org.safeward.bench.score.Score;

/** How often something is measured, and in which order. */
final class Rounds {
    /** Of what does not take minutes. */
    static final int MANY = 3;

    private Rounds() {}

    /** A work that is taken the time of; what it needs beforehand is not part of it. */
    @FunctionalInterface
    interface Timed {
        Sample sample() throws IOException, InterruptedException;
    }

    static Score alone(String what, Timed ours) throws IOException, InterruptedException {
        List<Sample> samples = new ArrayList<>();
        for (int round = 1; round <= MANY; round++) {
            System.out.println(what + ": round " + round + " of " + MANY);
            samples.add(ours.sample());
        }
        return Score.of(samples);
    }

    /** One after the other, so that both see the same machine. */
    static Score.Pair byTurns(String what, int rounds, Timed ours, Timed theirs)
            throws IOException, InterruptedException {
        List<Sample> our = new ArrayList<>();
        List<Sample> their = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            System.out.println(what + (rounds == 1 ? "" : ": round " + round + " of " + rounds));
            our.add(ours.sample());
            their.add(theirs.sample());
        }
        return new Score.Pair(Score.of(our), Score.of(their));
    }
}
