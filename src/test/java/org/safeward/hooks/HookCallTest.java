package org.safeward.hooks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import org.junit.jupiter.api.Test;

/** What a call that did not arrive says about it. */
class HookCallTest {
    private static final JsonObject BODY = Json.createObjectBuilder()
            .add("event", "backup-failed")
            .add("database", "default")
            .build();

    @Test
    void arrivesAsItIs() throws IOException, InterruptedException {
        try (Receiver receiver = new Receiver(call -> false)) {
            HookCall.post(receiver.at("/here"), BODY);
            assertEquals(
                    new Receiver.Call("/here", BODY),
                    receiver.about("backup-failed", "default").get(0));
        }
    }

    @Test
    void namesTheStatusOfARefusal() throws IOException {
        try (Receiver receiver = new Receiver(call -> true)) {
            IOException refusal = assertThrows(IOException.class, () -> HookCall.post(receiver.at("/"), BODY));
            assertEquals("HTTP 500 from 127.0.0.1", refusal.getMessage());
        }
    }

    @Test
    void namesTheAddressWhenNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/");
        IOException failure = assertThrows(IOException.class, () -> HookCall.post(nobody, BODY));
        assertEquals("no connection to 127.0.0.1:" + port, failure.getMessage());
    }
}
