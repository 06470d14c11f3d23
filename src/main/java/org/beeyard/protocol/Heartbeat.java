package org.beeyard.protocol;

/**
 * @param step what the agent is doing, a few words
 * @param done units finished in this step
 * @param expected units that the step is thought to have, 0 when unknown
 */
public record Heartbeat(String step, int done, int expected) {

    private static final int LONGEST = 200;

    public Heartbeat {
        step = Printable.of(step, LONGEST);
    }

    /** @param cancel whether the agent is to stop and leave */
    public record Reply(boolean cancel) {}
}
