package org.beeyard.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives out tokens and takes them back, and keeps who asked for it. */
@ApplicationScoped
public class TokenDesk {

    private static final int DAYS = 90;

    private final Tokens tokens;
    private final Audit audit;
    private final Clock clock;

    TokenDesk(Tokens tokens, Audit audit, Clock clock) {
        this.tokens = tokens;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param scopes in the words of {@link Right#word}
     * @param days 90 when absent
     */
    @Transactional
    public Tokens.Made make(Caller by, @Nullable String name, @Nullable List<String> scopes, @Nullable Integer days)
            throws TokenWish.Refused {
        TokenWish wish = TokenWish.of(
                by,
                name == null ? "" : name,
                scopes == null ? List.of() : scopes,
                days == null ? DAYS : days,
                clock.instant());
        Tokens.Made made = tokens.make(by, wish);
        audit.note(
                by.actor(),
                Act.TOKEN_MADE,
                "token " + made.id(),
                wish.name() + ": "
                        + wish.scopes().stream().sorted().map(Right::word).collect(Collectors.joining(", ")) + " until "
                        + wish.expires().truncatedTo(ChronoUnit.SECONDS) + ".");
        return made;
    }

    /** False when the caller has no such token. */
    @Transactional
    public boolean revoke(Caller by, long id) {
        boolean revoked = tokens.revoke(by, id);
        if (revoked) {
            audit.note(by.actor(), Act.TOKEN_REVOKED, "token " + id, "");
        }
        return revoked;
    }
}
