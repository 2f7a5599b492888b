package org.safeward.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** @param verbs in the order in which they are measured, each once */
record Arguments(Size size, List<String> verbs) {
    /** @throws IllegalArgumentException that names the first argument that is not known */
    static Arguments of(List<String> words) {
        Size size = Size.WHOLE;
        List<String> verbs = new ArrayList<>();
        for (String word : words) {
            Optional<Size> asked = Size.option(word);
            if (asked.isPresent()) {
                size = asked.get();
            } else if (!Verb.NAMES.contains(word)) {
                throw new IllegalArgumentException("this is not known: " + word);
            } else if (!verbs.contains(word)) {
                verbs.add(word);
            }
        }
        return new Arguments(size, verbs.isEmpty() ? Verb.NAMES : List.copyOf(verbs));
    }
}
