package org.beeyard.people;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Lets people in, and keeps who was let in and who was not. */
@ApplicationScoped
public class SignIns {

    private final Tokens tokens;
    private final Sessions sessions;
    private final People people;
    private final Audit audit;
    private final Clock clock;
    private final Tries tries = new Tries();

    SignIns(Tokens tokens, Sessions sessions, People people, Audit audit, Clock clock) {
        this.tokens = tokens;
        this.sessions = sessions;
        this.people = people;
        this.audit = audit;
        this.clock = clock;
    }

    public sealed interface Answer {

        /** @param session for the cookie */
        record Welcome(Secret session) implements Answer {}

        record Refused(String why) implements Answer {}

        /** There were too many failures in the last minute. */
        record NotNow() implements Answer {}
    }

    /**
     * By the farm's admin token.
     *
     * @param address from which it is shown
     */
    public Answer byToken(Secret token, String address) {
        if (!tries.allows(address, clock.instant())) {
            return new Answer.NotNow();
        }
        Optional<Caller.WithToken> caller =
                tokens.of(token).filter(known -> known.expires().isEmpty());
        if (caller.isEmpty()) {
            tries.failed(address);
            return refused("somebody", address, "This is not the farm's admin token.");
        }
        return welcome(caller.get().person(), Optional.of(caller.get().token()), address);
    }

    /**
     * By a provider that vouches for them.
     *
     * @param role empty when what is configured gives them none
     */
    public Answer vouched(String issuer, String subject, String name, Optional<Role> role, String address) {
        if (role.isEmpty()) {
            return QuarkusTransaction.requiringNew().call(() -> shutOut(issuer, subject, name, address));
        }
        return QuarkusTransaction.requiringNew()
                .call(() -> begin(people.vouched(issuer, subject, name, role.get()), Optional.empty(), address));
    }

    private Answer welcome(Person person, Optional<Long> token, String address) {
        return QuarkusTransaction.requiringNew().call(() -> begin(person, token, address));
    }

    private Answer begin(Person person, Optional<Long> token, String address) {
        audit.note(
                new Actor(Optional.of(person.id()), Optional.empty(), person.name()),
                Act.SIGNED_IN,
                "",
                "As " + person.role().word() + ", from " + address + ".");
        return new Answer.Welcome(sessions.begin(person, token));
    }

    /** Who had a role once keeps nothing of it. */
    private Answer shutOut(String issuer, String subject, String name, String address) {
        Optional<Long> known = people.known(issuer, subject);
        known.ifPresent(person -> {
            tokens.revokeAll(person);
            sessions.endAll(person);
        });
        noteRefusal(
                name, "From " + address + "." + (known.isPresent() ? " Their tokens and sessions have ended." : ""));
        return new Answer.Refused("Nothing that the provider says gives a role here.");
    }

    private Answer refused(String name, String address, String why) {
        QuarkusTransaction.requiringNew().run(() -> noteRefusal(name, "From " + address + "."));
        return new Answer.Refused(why);
    }

    private void noteRefusal(String name, String detail) {
        audit.note(new Actor(Optional.empty(), Optional.empty(), People.shown(name)), Act.SIGN_IN_REFUSED, "", detail);
    }
}
