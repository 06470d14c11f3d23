package org.beeyard.people;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** A token that somebody may have. Pure. */
public record TokenWish(String name, Set<Right> scopes, Instant expires) {

    private static final int LONGEST_NAME = 100;
    private static final int MOST_DAYS = 366;

    public TokenWish {
        scopes = Set.copyOf(scopes);
    }

    /** Why there can be no such token; the message is for people. */
    public static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /**
     * @param by for whom: a token makes no token that may more, or lives longer, than itself
     * @param scopes in the words of {@link Right#word}
     * @param days that it lives
     */
    public static TokenWish of(Caller by, String name, Collection<String> scopes, int days, Instant now)
            throws Refused {
        String called = name.replaceAll("\\p{Cntrl}", " ").strip();
        if (by.who().isEmpty()) {
            throw new Refused("Tokens belong to people: sign in first.");
        }
        if (called.isEmpty() || called.length() > LONGEST_NAME) {
            throw new Refused(
                    "Give the token a name of at most " + LONGEST_NAME + " characters; it says later what it was for.");
        }
        Set<Right> wanted = EnumSet.noneOf(Right.class);
        for (String word : scopes) {
            wanted.add(Right.of(word)
                    .orElseThrow(() -> new Refused("There is no scope " + shortened(word) + ", only "
                            + words(List.of(Right.values())) + ".")));
        }
        if (wanted.isEmpty()) {
            throw new Refused("Choose at least one scope: " + words(List.of(Right.values())) + ".");
        }
        if (!by.rights().containsAll(wanted)) {
            throw new Refused("You may yourself only " + words(by.rights()) + "; a token may not do more.");
        }
        if (days < 1 || days > MOST_DAYS) {
            throw new Refused("A token lives from 1 to " + MOST_DAYS + " days.");
        }
        Instant expires = now.plus(Duration.ofDays(days));
        Optional<Instant> last = by instanceof Caller.WithToken token ? token.expires() : Optional.empty();
        return new TokenWish(called, wanted, last.filter(expires::isAfter).orElse(expires));
    }

    private static String words(Collection<Right> rights) {
        return rights.stream().sorted().map(Right::word).collect(Collectors.joining(", "));
    }

    private static String shortened(String word) {
        return word.substring(0, Math.min(20, word.length()));
    }
}
