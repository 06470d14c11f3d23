package org.beeyard.protocol;

/** The agent is alive. */
public record Started(int protocol, String host, int cpus, long memoryBytes, long diskFreeBytes) {

    /** A name of a node, one of a pod, and what joins them. */
    private static final int LONGEST = 600;

    public Started {
        host = Printable.of(host, LONGEST);
    }
}
