package org.beeyard.people;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Who sends a request. */
public sealed interface Caller {

    /** @param reads whether reading is open to all */
    record Nobody(boolean reads) implements Caller {}

    /** A program or browser beside a farm that nobody else reaches, see {@link ThisMachine}. */
    record Here() implements Caller {}

    /** @param session the hash of its secret */
    record SignedIn(Person person, String session) implements Caller {}

    /** @param expires empty for the farm's admin token */
    record WithToken(Person person, long token, Set<Right> scopes, Optional<Instant> expires) implements Caller {
        public WithToken {
            scopes = Set.copyOf(scopes);
        }
    }

    default Set<Right> rights() {
        return switch (this) {
            case Nobody(boolean reads) -> reads ? EnumSet.of(Right.READ) : EnumSet.noneOf(Right.class);
            case Here _ -> Role.OPERATOR.rights();
            case SignedIn signedIn -> signedIn.person().role().rights();
            case WithToken token -> {
                Set<Right> rights = token.person().role().rights();
                rights.retainAll(token.scopes());
                yield rights;
            }
        };
    }

    /** Whoever has signed in, by whatever. */
    default Optional<Person> who() {
        return switch (this) {
            case Nobody _, Here _ -> Optional.empty();
            case SignedIn signedIn -> Optional.of(signedIn.person());
            case WithToken token -> Optional.of(token.person());
        };
    }

    default Actor actor() {
        return switch (this) {
            case Nobody _ -> new Actor(Optional.empty(), Optional.empty(), "Nobody known");
            case Here _ -> new Actor(Optional.empty(), Optional.empty(), "Somebody on this machine");
            case SignedIn signedIn ->
                new Actor(
                        Optional.of(signedIn.person().id()),
                        Optional.empty(),
                        signedIn.person().name());
            case WithToken token ->
                new Actor(
                        Optional.of(token.person().id()),
                        Optional.of(token.token()),
                        token.person().name());
        };
    }
}
