package org.beeyard.history;

/** Under which conditions a test ran: what is compared with each other. */
public record Variant(String arch, String compiler, String accelerator) {

    public String name() {
        return (arch + " " + compiler + " " + accelerator).strip();
    }
}
