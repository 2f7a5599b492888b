package org.safeward.access.login;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstLoginFileTest {
    @TempDir
    Path folder;

    @Test
    void keepsEachSecretOnALineOfItsOwnAndForItsOwnerAlone() throws IOException {
        Path path = folder.resolve("first-login.txt");
        FirstLoginFile file = new FirstLoginFile(path);
        file.put("api-key", "a");
        file.put("admin-password", "b");
        file.put("admin-password", "c");
        assertEquals(List.of("api-key: a", "admin-password: c"), Files.readAllLines(path));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        file.remove("admin-password");
        assertEquals(List.of("api-key: a"), Files.readAllLines(path));
    }
}
