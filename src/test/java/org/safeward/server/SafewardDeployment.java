package org.safeward.server;

import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.List;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.ArquillianExtension;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.extension.ExtendWith;
import org.safeward.fixture.Trees;

/**
 * The ground of tests that only call the API: Arquillian deploys the WAR that was built, once for the class, on a home and a live
 * database that are new. The settings stand in {@link FixtureContainer}.
 *
 * <p>The live database does not exist until the test makes it: see {@link #LIVE_DATABASE}.
 */
@ExtendWith(ArquillianExtension.class)
public abstract class SafewardDeployment {
    /** Tests run in several processes at a time, each with a number of its own. */
    private static final Path FOLDER = Path.of("target", "arquillian-" + System.getProperty("tests.fork"));

    /** Not changed by {@link #safeward}. */
    static final Path WAR = Path.of("target", "safeward.war");

    protected static final Path HOME = FOLDER.resolve("home");
    protected static final Path LIVE_DATABASE = FOLDER.resolve("live.db");

    @ArquillianResource
    private URL url;

    @Deployment(testable = false)
    public static WebArchive safeward() {
        // Here the server is not running yet: the container starts it with the archive.
        Trees.delete(HOME);
        List.of("", "-wal", "-shm", "-journal").forEach(suffix -> Trees.delete(Path.of(LIVE_DATABASE + suffix)));
        // As the start script does: the container opens the catalog before the application has started.
        Trees.folder(HOME);
        return ShrinkWrap.create(ZipImporter.class, "safeward.war")
                .importFrom(WAR.toFile())
                .as(WebArchive.class);
    }

    protected Api api() {
        // The container may give the machine's own name; the server listens on loopback alone.
        return new Api(URI.create("http://127.0.0.1:" + url.getPort() + "/api/"), SafewardServer.API_KEY);
    }
}
