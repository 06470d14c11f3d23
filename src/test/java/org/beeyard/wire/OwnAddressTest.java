package org.beeyard.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OwnAddressTest {

    @ParameterizedTest
    @ValueSource(strings = {"", "localhost", "0.0.0.0", "::", "127.0.0.1"})
    void a_farm_that_listens_everywhere_or_only_here_is_found_by_the_loopback(String host) {
        assertThat(OwnAddress.url(host, 8080)).isEqualTo("http://127.0.0.1:8080");
    }

    @Test
    void one_that_listens_at_one_address_is_found_there_alone() {
        assertThat(OwnAddress.url("192.0.2.5", 80)).isEqualTo("http://192.0.2.5:80");
        assertThat(OwnAddress.url("2001:db8::5", 80)).isEqualTo("http://[2001:db8::5]:80");
    }
}
