package org.safeward.store.remote.webdav;

import java.io.IOException;
import java.util.UUID;
import org.safeward.fault.ErrorCode;
import org.safeward.fault.Fault;
import org.safeward.store.remote.OutgoingFile;

/**
 * One attempt to put a file: PUT under a hidden name, its size compared, and a MOVE that fails when the name is taken.
 */
final class DavPut {
    static final String TEMPORARY = ".safeward-put-";

    private static final int TAKEN = 412;

    private final DavClient client;
    private final DavCollection collection;
    /** Never the same twice: what a lost request still does to the last one cannot hit this one. */
    private final String temporary = TEMPORARY + UUID.randomUUID();

    DavPut(DavClient client, DavCollection collection) {
        this.client = client;
        this.collection = collection;
    }

    /** Its hidden name. */
    String temporary() {
        return temporary;
    }

    /** False when the name is taken. */
    boolean run(String name, OutgoingFile file, long size) throws IOException {
        try {
            put(file, size);
            requireWhole(size);
            boolean moved = move(name);
            if (!moved) {
                collection.remove(temporary);
            }
            return moved;
        } catch (IOException | RuntimeException e) {
            abandon(e);
            throw e;
        }
    }

    private void put(OutgoingFile file, long size) throws IOException {
        try (DavAnswer answer = client.put(temporary, file, size)) {
            if (answer.status() != 201 && answer.status() != 204) {
                throw client.faults().of(answer);
            }
        }
    }

    private void requireWhole(long size) throws IOException {
        long there = collection
                .find(temporary)
                .flatMap(DavResource::file)
                .orElseThrow(() -> client.faults().fault(ErrorCode.DESTINATION_FAILED, "a file that was put is gone"))
                .size();
        if (there != size) {
            throw client.faults().fault(ErrorCode.DESTINATION_FAILED, "of " + size + " bytes it kept " + there);
        }
    }

    private boolean move(String name) throws IOException {
        try (DavAnswer answer = collection.move(temporary, name)) {
            if (answer.status() == 201) {
                return true;
            }
            if (answer.status() == TAKEN) {
                return false;
            }
            throw client.faults().of(answer);
        }
    }

    /** A server that cannot be reached removes nothing: that is a leftover then. */
    private void abandon(Exception failure) {
        if (failure instanceof Fault fault && fault.code() == ErrorCode.DESTINATION_UNREACHABLE) {
            return;
        }
        boolean interrupted = Thread.interrupted();
        try {
            collection.remove(temporary);
        } catch (IOException | Fault e) {
            failure.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
