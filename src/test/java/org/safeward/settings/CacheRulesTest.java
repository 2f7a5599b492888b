package org.safeward.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What maintenance may never empty, whatever the settings say. */
class CacheRulesTest {
    @TempDir
    Path folder;

    private CacheRules rules;

    @BeforeEach
    void arrange() throws IOException {
        folder = folder.toRealPath();
        for (String name : List.of("home/cache", "home/tmp", "store/shop", "app", "cache/inner")) {
            Files.createDirectories(folder.resolve(name));
        }
        rules = new CacheRules(
                folder.resolve("home"), List.of(folder.resolve("store")), List.of(folder.resolve("app/live.db")));
    }

    private void refuses(Path directory, String because) {
        String objection = rules.objection(directory).orElse("nothing against " + directory);
        assertTrue(objection.contains(because), objection);
    }

    private void accepts(String directory) {
        assertEquals(Optional.empty(), rules.objection(folder.resolve(directory)));
    }

    @Test
    void acceptsWhatIsNobodyElses() {
        accepts("cache");
        accepts("cache/inner");
        accepts("not-there/yet");
        accepts("home/cache");
        accepts("home/cache/images");
    }

    @Test
    void refusesTheRootAndWhatIsAboveAnything() {
        refuses(Path.of("/"), "is the root");
        refuses(Path.of("/tmp/.."), "is the root");
        refuses(folder, "holds " + folder.resolve("home"));
        refuses(folder.resolve("app"), "holds " + folder.resolve("app/live.db"));
    }

    @Test
    void refusesHomeDirectories() {
        Path ours = Path.of(System.getProperty("user.home"));
        refuses(ours, "is a home directory");
        refuses(Path.of("/root"), "is a home directory");
    }

    @Test
    void refusesSafewardsHomeAndWhatIsInIt() {
        refuses(folder.resolve("home"), "Safeward's own");
        refuses(folder.resolve("home/tmp"), "Safeward's own");
        refuses(folder.resolve("home/cache/../tmp"), "Safeward's own");
        refuses(folder.resolve("home/cachet"), "Safeward's own");
    }

    @Test
    void refusesWhereBackupsAre() {
        refuses(folder.resolve("store"), "lies in " + folder.resolve("store"));
        refuses(folder.resolve("store/shop"), "lies in " + folder.resolve("store"));
        refuses(folder.resolve("store/not-there"), "lies in " + folder.resolve("store"));
    }

    @Test
    void followsLinksToWhereTheyLead() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("store"));
        refuses(link, "lies in");
        refuses(link.resolve("not-there/yet"), "lies in");
        Path above = Files.createSymbolicLink(folder.resolve("above"), folder);
        refuses(above, "holds");
        assertEquals(Optional.empty(), rules.objection(above.resolve("cache")));
    }
}
