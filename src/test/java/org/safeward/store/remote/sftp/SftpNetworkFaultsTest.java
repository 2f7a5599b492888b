package org.safeward.store.remote.sftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.safeward.store.remote.FaultyWire;
import org.safeward.store.remote.Limits;
import org.safeward.store.remote.NetworkFaultsContract;
import org.safeward.store.remote.Progress;
import org.safeward.store.remote.PutResult;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.WholeFile;

class SftpNetworkFaultsTest extends NetworkFaultsContract {
    private static final Limits ONCE = new Limits(PATIENT.connect(), PATIENT.stall(), 1, PATIENT.pause());

    private static OpenSshServer server;

    private Path directory;

    @BeforeAll
    static void start() throws IOException {
        server = new OpenSshServer();
    }

    @AfterAll
    static void end() throws IOException {
        server.close();
    }

    @Override
    protected RemoteStore empty() throws IOException {
        directory = server.newDirectory();
        return through(server.port(), PATIENT);
    }

    @Override
    protected int serverPort() {
        return server.port();
    }

    @Override
    protected RemoteStore through(int port, Limits limits) {
        return new SftpStore(server.settings(directory, port), limits);
    }

    @Override
    protected int manyBytes() {
        return 12 << 20;
    }

    /** The library tells a connection that has ended meanwhile as an answer that did not come: that must not be the one attempt. */
    @RepeatedTest(10)
    void aKeptConnectionThatIsGoneCostsNoAttempt() throws IOException {
        try (RemoteStore through = through(wire.port(), ONCE)) {
            through.list();
            wire.mend();
            assertEquals(List.of(), through.list());
        }
    }

    /** All is encrypted, so the answer to the rename cannot be picked: somewhere among these it is. */
    @ParameterizedTest
    @ValueSource(longs = {3500, 3700, 3800, 3900, 4000, 4100, 4300})
    void aPutWhoseAnswersAreLostSomewhereEndsWithOneWholeFile(long answered) throws IOException {
        WholeFile file = file(50_000, 1);
        try (RemoteStore through = through(wire.port(), PATIENT)) {
            wire.spoil(FaultyWire.Trouble.cutDown(answered), 1);
            assertNotEquals(PutResult.TAKEN, through.put("one.sql", file, Progress.NONE));
        }
        assertEquals(file.sha256(), sha256("one.sql"));
        assertEquals(List.of("one.sql"), names());
    }
}
