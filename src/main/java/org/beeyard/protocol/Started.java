package org.beeyard.protocol;

/** The agent is alive. */
public record Started(int protocol, String host, int cpus, long memoryBytes, long diskFreeBytes) {}
