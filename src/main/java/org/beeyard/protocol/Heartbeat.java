package org.beeyard.protocol;

/**
 * @param step what the agent is doing, a few words
 * @param done units finished in this step
 * @param expected units that the step is thought to have, 0 when unknown
 */
public record Heartbeat(String step, int done, int expected) {

    /** @param cancel whether the agent is to stop and leave */
    public record Reply(boolean cancel) {}
}
