package org.beeyard.check;

/**
 * A word to be said in one place.
 *
 * @param source of several servers of a kind, which
 * @param object there: a patch's number
 */
public record Notice(
        String source, String object, String context, CheckState state, String description, String targetUrl) {}
