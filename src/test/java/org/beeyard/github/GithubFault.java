package org.beeyard.github;

import java.util.List;

/** What befalls a request to the fake. */
public enum GithubFault {
    /** 429 with Retry-After. */
    TOO_MANY,
    /** 403 that says how long to wait. */
    SECONDARY_LIMIT,
    /** 403 with no requests left until the reset. */
    USED_UP,
    BAD_GATEWAY,
    /** It is done, and answered 502 nevertheless. */
    BAD_GATEWAY_AFTER_SUCCESS,
    /** 504 at once, and done one and a half seconds later. */
    GATEWAY_TIMEOUT,
    UNAVAILABLE,
    CUT_BEFORE,
    CUT_AFTER_SUCCESS,
    HTML,
    /** The right answer, later than the farm waits. */
    SLOW,
    /** No answer until {@link FakeGithub#goOn}. */
    HELD,
    /** 403: it may not do this. */
    NOT_ALLOWED,
    /** 301: it has another name by now. */
    MOVED;

    /** What befalls any request on its way; it is to be done once all the same. After four of them it is done already. */
    public static final List<GithubFault> ON_THE_WAY = List.of(
            TOO_MANY,
            SECONDARY_LIMIT,
            USED_UP,
            BAD_GATEWAY,
            BAD_GATEWAY_AFTER_SUCCESS,
            GATEWAY_TIMEOUT,
            UNAVAILABLE,
            HTML,
            CUT_BEFORE,
            CUT_AFTER_SUCCESS,
            SLOW);
}
