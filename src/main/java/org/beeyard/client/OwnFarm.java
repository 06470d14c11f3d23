package org.beeyard.client;

import java.util.Optional;

/**
 * The farm that a demo has started itself: once its process is gone nobody starts it again.
 *
 * @param process nothing when it was gone from the beginning
 * @param log where the farm says what happens to it
 */
record OwnFarm(Optional<ProcessHandle> process, String log) {

    static OwnFarm of(String pid, String log) {
        return new OwnFarm(ProcessHandle.of(Long.parseLong(pid)), log);
    }

    boolean gone() {
        return process.filter(ProcessHandle::isAlive).isEmpty();
    }

    String words() {
        return "the farm that this demo has started is gone; what it said last is in " + log
                + ". The same command again tests anew, with what has been built.";
    }
}
