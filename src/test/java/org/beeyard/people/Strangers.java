package org.beeyard.people;

import static io.restassured.RestAssured.given;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Requests as others than this machine's owner send them, on a farm that trusts its machine. */
@ApplicationScoped
class Strangers {

    private final People people;
    private final Tokens tokens;
    private final Sessions sessions;
    private final Clock clock;

    Strangers(People people, Tokens tokens, Sessions sessions, Clock clock) {
        this.people = people;
        this.tokens = tokens;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** A proxy on this machine says that somebody is behind it. */
    static RequestSpecification nobody() {
        return given().header("X-Forwarded-For", "192.0.2.7").redirects().follow(false);
    }

    static RequestSpecification with(Secret token) {
        return nobody().header("Authorization", "Bearer " + token.text());
    }

    /** A browser in which somebody has signed in, and which says from which page it comes. */
    static RequestSpecification browser(Secret session) {
        return nobody().cookie("beeyard", session.text()).header("Sec-Fetch-Site", "same-origin");
    }

    Person person(String name, Role role) {
        return QuarkusTransaction.requiringNew().call(() -> people.vouched(Person.LOCAL, name, name, role));
    }

    Secret session(Person person) {
        return QuarkusTransaction.requiringNew().call(() -> sessions.begin(person, java.util.Optional.empty()));
    }

    Tokens.Made token(Person person, Right... scopes) {
        Set<Right> all = EnumSet.noneOf(Right.class);
        all.addAll(Set.of(scopes));
        return QuarkusTransaction.requiringNew()
                .call(() -> tokens.make(
                        new Caller.SignedIn(person, ""),
                        new TokenWish("test", all, clock.instant().plus(Duration.ofDays(1)))));
    }
}
