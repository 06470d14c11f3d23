package org.beeyard.people;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where somebody is led after signing in. */
class WayBackTest {

    @ParameterizedTest
    @CsvSource({"/, /", "/runs/7, /runs/7", "/series?tree=bpf-next&state=FAILED, /series?tree=bpf-next&state=FAILED"})
    void is_the_page_that_was_asked_for(String asked, String page) {
        assertThat(WayBack.to(asked)).hasToString(page);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "//evil.example",
                "/\\evil.example",
                "javascript:alert(1)",
                "/ x",
                "",
                "/a\nb",
                "/%zz"
            })
    void is_never_another_site(String asked) {
        assertThat(WayBack.to(asked)).hasToString("/");
        assertThat(WayBack.to(null)).hasToString("/");
    }

    @Test
    void is_the_page_on_which_the_link_to_the_sign_in_stands() {
        assertThat(WayBack.path("https://ci.example.org/series?tree=a")).isEqualTo("/series?tree=a");
        assertThat(WayBack.path("https://ci.example.org")).isEqualTo("/");
        assertThat(WayBack.path("https://ci.example.org/sign-in?to=/x")).isEqualTo("/");
        assertThat(WayBack.path("no address")).isEqualTo("/");
        assertThat(WayBack.path(null)).isEqualTo("/");
    }
}
