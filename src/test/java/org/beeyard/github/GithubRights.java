package org.beeyard.github;

/** What the credentials for the fake are worth. */
public enum GithubRights {
    ALL,
    /** 401. */
    REVOKED,
    /** 403. */
    LOST,
    /** 404: whoever asks may not know of it. */
    HIDDEN
}
