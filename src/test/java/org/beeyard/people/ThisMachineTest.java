package org.beeyard.people;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When whoever calls from the farm's own machine needs no sign-in. */
class ThisMachineTest {

    @Test
    void is_trusted_while_nobody_else_is_expected() {
        assertThat(trusted(Map.of(), "127.0.0.1", Optional.empty())).isTrue();
        assertThat(trusted(Map.of(), "localhost", Optional.of("http://localhost:8080")))
                .isTrue();
        assertThat(trusted(Map.of(), "::1", Optional.empty())).isTrue();
    }

    @Test
    void is_not_trusted_once_others_may_come() {
        assertThat(trusted(Map.of(), "0.0.0.0", Optional.empty())).isFalse();
        assertThat(trusted(Map.of(), "127.0.0.1", Optional.of("https://ci.example.org")))
                .isFalse();
        assertThat(trusted(Map.of("sign-in.reading", "closed"), "127.0.0.1", Optional.empty()))
                .isFalse();
        assertThat(trusted(Map.of("sign-in.admin-token", "x".repeat(32)), "127.0.0.1", Optional.empty()))
                .isFalse();
        assertThat(trusted(
                        Map.of(
                                "sign-in.oidc.issuer", "https://id.example.org",
                                "sign-in.oidc.client-id", "beeyard",
                                "sign-in.oidc.client-secret", "secret"),
                        "127.0.0.1",
                        Optional.empty()))
                .isFalse();
    }

    @Test
    void is_trusted_or_not_as_the_operator_says() {
        assertThat(trusted(Map.of("sign-in.this-machine", "trusted"), "0.0.0.0", Optional.of("https://ci.example.org")))
                .isTrue();
        assertThat(trusted(Map.of("sign-in.this-machine", "untrusted"), "127.0.0.1", Optional.empty()))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, localhost:8080, false, true",
        "127.0.0.1, 127.0.0.1:8080, false, true",
        "0:0:0:0:0:0:0:1, [::1]:8080, false, true",
        "192.0.2.7, localhost:8080, false, false", // from elsewhere, whatever it says
        "127.0.0.1, rebound.example.org:8080, false, false", // a stranger's page whose name leads here
        "127.0.0.1, 127.0.0.1.example.org, false, false",
        "127.0.0.1, localhost:8080, true, false" // a proxy on this machine
    })
    void knows_who_calls_from_here(String address, String host, boolean forwarded, boolean here) {
        assertThat(ThisMachine.here(address, host, forwarded)).isEqualTo(here);
    }

    private static boolean trusted(Map<String, String> keys, String listens, Optional<String> url) {
        return ThisMachine.trusted(config(keys), listens, url.map(URI::create));
    }

    static SignInConfig config(Map<String, String> keys) {
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SignInConfig.class)
                .withDefaultValues(keys)
                .build()
                .getConfigMapping(SignInConfig.class);
    }
}
