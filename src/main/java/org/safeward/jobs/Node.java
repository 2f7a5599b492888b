package org.safeward.jobs;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;

/** The name of this process in the cluster: another one after each start. */
final class Node {
    static final String NAME = host() + "-" + UUID.randomUUID().toString().substring(0, 8);

    private Node() {}

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
