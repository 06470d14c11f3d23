package org.beeyard.people.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.json.Json;
import java.io.StringReader;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.beeyard.people.Role;
import org.beeyard.people.SignInConfig;
import org.junit.jupiter.api.Test;

/** What an ID token makes of somebody. */
class ClaimsTest {

    @Test
    void give_the_highest_role_of_all_groups() {
        var config = config(Map.of("operators", "admins", "members", "kernel,bpf"));
        assertThat(claims("{'groups': ['bpf', 'admins']}").role(config)).contains(Role.OPERATOR);
        assertThat(claims("{'groups': ['bpf']}").role(config)).contains(Role.MEMBER);
        assertThat(claims("{'groups': 'kernel'}").role(config)).contains(Role.MEMBER);
        assertThat(claims("{}").role(config)).contains(Role.READER);
    }

    @Test
    void give_none_where_not_everyone_reads() {
        var config = config(Map.of("operators", "admins", "readers", "staff"));
        assertThat(claims("{'groups': ['everyone', 'guests']}").role(config)).isEmpty();
    }

    @Test
    void are_found_inside_others_and_under_addresses() {
        assertThat(claims("{'realm_access': {'roles': ['admins']}}")
                        .role(config(Map.of("roles-claim", "realm_access/roles", "operators", "admins"))))
                .contains(Role.OPERATOR);
        assertThat(claims("{'https://example.org/groups': ['admins']}")
                        .role(config(Map.of("roles-claim", "https://example.org/groups", "operators", "admins"))))
                .contains(Role.OPERATOR);
    }

    @Test
    void count_no_address_that_nobody_has_verified() {
        var config = config(Map.of("roles-claim", "email", "operators", "me@example.org"));
        assertThat(claims("{'email': 'me@example.org'}").role(config)).contains(Role.READER);
        assertThat(claims("{'email': 'me@example.org', 'email_verified': true}").role(config))
                .isEqualTo(Optional.of(Role.OPERATOR));
    }

    @Test
    void say_what_somebody_is_called() {
        var config = config(Map.of());
        assertThat(claims("{'sub': '17', 'preferred_username': 'jane'}").name(config))
                .isEqualTo("jane");
        assertThat(claims("{'sub': '17', 'email': 'j@example.org'}").name(config))
                .isEqualTo("j@example.org");
        assertThat(claims("{'sub': '17'}").name(config)).isEqualTo("17");
    }

    private static Claims claims(String json) {
        return new Claims(
                Json.createReader(new StringReader(json.replace('\'', '"'))).readObject());
    }

    private static SignInConfig.Oidc config(Map<String, String> keys) {
        Map<String, String> all = new HashMap<>();
        keys.forEach((key, value) -> all.put("sign-in.oidc." + key, value));
        all.put("sign-in.oidc.issuer", "https://id.example.org");
        all.put("sign-in.oidc.client-id", "beeyard");
        all.put("sign-in.oidc.client-secret", "secret");
        return new SmallRyeConfigBuilder()
                .addDiscoveredConverters()
                .withMapping(SignInConfig.class)
                .withDefaultValues(all)
                .build()
                .getConfigMapping(SignInConfig.class)
                .oidc()
                .orElseThrow();
    }
}
