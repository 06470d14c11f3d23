package org.beeyard.people;

import java.util.Optional;

/**
 * Who does something, as the audit has it.
 *
 * @param person empty when nobody has signed in
 * @param token by which it is done
 */
public record Actor(Optional<Long> person, Optional<Long> token, String name) {}
