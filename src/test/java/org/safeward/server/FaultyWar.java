package org.safeward.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.safeward.fixture.Breakpoints;
import org.safeward.fixture.Trees;

/**
 * The WAR that was built, with beans of the tests beside its own: they hold jobs and let timers fail when a test asks for it by a file in
 * the home. Nothing of that is in the product.
 */
final class FaultyWar {
    private static Path made;

    private FaultyWar() {}

    /** Made once for the tests of a process, which remove it at their end. */
    static synchronized Path file() {
        if (made == null) {
            made = make();
        }
        return made;
    }

    private static Path make() {
        try {
            Path folder = Files.createTempDirectory("safeward-faulty");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> Trees.delete(folder)));
            // By its own name, since some servers take their context root from it.
            Path war = folder.resolve("safeward.war");
            ShrinkWrap.create(ZipImporter.class, "safeward.war")
                    .importFrom(Path.of("target/safeward.war").toFile())
                    .as(WebArchive.class)
                    .addClass(Breakpoints.class)
                    .addClass("org.safeward.schedule.FailingSchedule")
                    .as(ZipExporter.class)
                    .exportTo(war.toFile());
            return war;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
