package org.safeward.restore.preview;

import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Whether whoever asks for a restore has seen which functions loading runs, where it runs them with rights that reach beyond the database
 * ({@link LoadedCode}).
 *
 * <p>An undo asks nobody: it has to bring back at once what was there, and what it loads is the safety backup that the restore before it
 * took of the live database, unchanged since. Its functions were active there until then, but that does not make their owners harmless:
 * the job names them, and a role that is no superuser is what protects. The same backup restored by its id is like any other.
 *
 * @param digests as previews gave them; empty when nothing was seen
 * @param undo whether the safety backup of the last restore is put back
 */
public record FunctionsSeen(Set<String> digests, boolean undo) {
    public static final FunctionsSeen NONE = new FunctionsSeen(Set.of(), false);
    public static final FunctionsSeen UNDO = new FunctionsSeen(Set.of(), true);

    /** The digest that was sent counts alone: without one, what was shown a moment ago. */
    public static FunctionsSeen by(Optional<String> sent, Supplier<Set<String>> shown) {
        return new FunctionsSeen(sent.map(Set::of).orElseGet(shown), false);
    }
}
