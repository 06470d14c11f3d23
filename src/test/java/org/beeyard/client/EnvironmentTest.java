package org.beeyard.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which farm is meant by these variables. */
class EnvironmentTest {

    @Test
    void is_the_one_of_this_machine_unless_another_is_named() throws Exception {
        assertThat(address(Map.of())).isEqualTo("http://127.0.0.1:8080");
        assertThat(address(Map.of("QUARKUS_HTTP_PORT", "80", "BEEYARD_URL", " ")))
                .isEqualTo("http://127.0.0.1:80");
        assertThat(address(Map.of("BEEYARD_URL", "https://ci.example.org/", "QUARKUS_HTTP_PORT", "none")))
                .isEqualTo("https://ci.example.org");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            QUARKUS_HTTP_PORT | http            | QUARKUS_HTTP_PORT is no port: http.
            QUARKUS_HTTP_PORT | 65536           | QUARKUS_HTTP_PORT is no port: 65536.
            QUARKUS_HTTP_HOST | my host         | QUARKUS_HTTP_HOST is not the address of a farm: Illegal character in authority at index 9: http://my host:8080.
            BEEYARD_URL       | ci.example.org  | BEEYARD_URL is not the address of a farm: URI with undefined scheme.
            BEEYARD_URL       | http://ci:99999 | BEEYARD_URL is not the address of a farm: there is no port 99999.
            BEEYARD_TOKEN     | two words       | BEEYARD_TOKEN is no token: it has spaces or other characters that tokens have not.
            """)
    void tells_which_of_them_is_wrong(String variable, String value, String words) {
        assertThatThrownBy(() -> {
                    address(Map.of(variable, value));
                    new Environment(Map.of(variable, value)).token();
                })
                .isInstanceOf(Farm.Refused.class)
                .hasMessage(words);
    }

    private static String address(Map<String, String> variables) throws Farm.Refused {
        return new Environment(variables).address();
    }
}
