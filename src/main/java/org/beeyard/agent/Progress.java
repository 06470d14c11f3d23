package org.beeyard.agent;

import org.beeyard.protocol.Heartbeat;

/** What the agent is at, for its heartbeats. */
final class Progress {

    private String step = "starting";
    private int done;
    private int expected;

    synchronized void step(String name, int expectedUnits) {
        step = name;
        done = 0;
        expected = expectedUnits;
    }

    /** Another step of the same count. */
    synchronized void rename(String name) {
        step = name;
    }

    /** Now it is known how many there are. */
    synchronized void expect(int units) {
        expected = units;
    }

    synchronized void unitDone() {
        done++;
    }

    /** Where more is done than was expected, nobody knows how much is to come. */
    synchronized Heartbeat heartbeat() {
        return new Heartbeat(step, done, done > expected ? 0 : expected);
    }
}
