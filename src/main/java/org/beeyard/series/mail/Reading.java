package org.beeyard.series.mail;

/** What reading a mailbox gave. */
public sealed interface Reading {

    record Readable(PostedSeries series) implements Reading {}

    /**
     * @param problem what is wrong and where, a sentence
     * @param advice what the sender can do, a sentence
     */
    record Unreadable(String problem, String advice) implements Reading {}
}
