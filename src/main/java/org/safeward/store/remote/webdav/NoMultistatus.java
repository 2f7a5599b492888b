package org.safeward.store.remote.webdav;

import java.io.IOException;

/** An answer that is whole, and not what a WebDAV server says. */
final class NoMultistatus extends IOException {
    NoMultistatus(Exception cause) {
        super("no answer of WebDAV: " + cause.getMessage(), cause);
    }
}
