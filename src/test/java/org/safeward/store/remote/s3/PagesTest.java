package org.safeward.store.remote.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;

class PagesTest {
    private final Pages pages = new Pages("s3://backups/");

    @Test
    void aServerThatAlwaysHasOneMorePageIsNotFollowedForEver() {
        for (int page = 0; page < Pages.MOST; page++) {
            pages.requireNew("key", page);
        }
        assertFailed("does not end", "key", Pages.MOST);
    }

    @Test
    void aPageIsAskedForOnce() {
        pages.requireNew("a", null);
        pages.requireNew("b", "a");
        assertFailed("circle", "a", null);
    }

    private void assertFailed(String words, Object... markers) {
        Fault fault = assertThrows(Fault.class, () -> pages.requireNew(markers));
        assertEquals(ErrorCode.DESTINATION_FAILED, fault.code());
        assertTrue(fault.getMessage().contains(words), fault.getMessage());
    }
}
