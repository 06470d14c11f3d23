package org.beeyard.people;

/**
 * @param issuer who vouches for the person: {@link #LOCAL}, or an OIDC provider's address
 * @param name as shown to people
 */
public record Person(long id, String issuer, String subject, String name, Role role) {

    /** Whoever has the farm's admin token. */
    public static final String LOCAL = "local";
}
