package org.beeyard.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which tokens people may have. */
class TokenWishTest {

    private static final Instant NOW = Instant.parse("2026-02-02T12:00:00Z");
    private static final Person MEMBER = new Person(1, "local", "m", "Mem Ber", Role.MEMBER);
    private static final Caller SIGNED_IN = new Caller.SignedIn(MEMBER, "hash");

    @Test
    void may_do_what_their_owner_may() throws Exception {
        TokenWish wish = TokenWish.of(SIGNED_IN, " laptop\n", List.of("read", "SUBMIT"), 30, NOW);
        assertThat(wish.name()).isEqualTo("laptop");
        assertThat(wish.scopes()).containsExactlyInAnyOrder(Right.READ, Right.SUBMIT);
        assertThat(wish.expires()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void are_refused_in_words_that_say_what_to_do() {
        refuses(
                SIGNED_IN,
                "x",
                List.of("operate"),
                30,
                "You may yourself only read, submit, act; a token may not do more.");
        refuses(SIGNED_IN, "x", List.of("root"), 30, "There is no scope root, only read, submit, act, operate.");
        refuses(SIGNED_IN, "x", List.of(), 30, "Choose at least one scope: read, submit, act, operate.");
        refuses(
                SIGNED_IN,
                " ",
                List.of("read"),
                30,
                "Give the token a name of at most 100 characters; it says later what it was for.");
        refuses(SIGNED_IN, "x", List.of("read"), 1000, "A token lives from 1 to 366 days.");
        refuses(new Caller.Here(), "x", List.of("read"), 30, "Tokens belong to people: sign in first.");
    }

    @Test
    void made_by_a_token_may_no_more_and_live_no_longer_than_it() throws Exception {
        Instant end = NOW.plus(Duration.ofDays(2));
        Caller token = new Caller.WithToken(MEMBER, 7, EnumSet.of(Right.READ), Optional.of(end));
        assertThat(TokenWish.of(token, "x", List.of("read"), 30, NOW).expires()).isEqualTo(end);
        refuses(token, "x", List.of("act"), 1, "You may yourself only read; a token may not do more.");
    }

    @Test
    void lose_what_their_owner_loses() {
        Person reader = new Person(1, "local", "m", "Mem Ber", Role.READER);
        assertThat(new Caller.WithToken(reader, 7, EnumSet.allOf(Right.class), Optional.of(NOW)).rights())
                .containsExactly(Right.READ);
    }

    private static void refuses(Caller by, String name, List<String> scopes, int days, String why) {
        assertThatThrownBy(() -> TokenWish.of(by, name, scopes, days, NOW))
                .isInstanceOf(TokenWish.Refused.class)
                .hasMessage(why);
    }
}
