package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.safeward.store.remote.RemoteStore;
import org.safeward.store.remote.StoredFile;

class S3ProxyStoreTest extends S3StoreContract {
    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.s3proxy();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    S3Server server() {
        return server;
    }

    /** More than S3 gives in one answer. */
    @Test
    void listsThousands() throws IOException {
        server.makeObjects("many", 2001);
        try (RemoteStore many = store(server.settings("many"))) {
            List<String> names = many.list().stream().map(StoredFile::name).toList();
            assertEquals(2001, names.size());
            assertEquals("0000.sql", names.get(0));
            assertEquals("2000.sql", names.get(2000));
        }
    }
}
