package org.beeyard.check.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.beeyard.check.MailConfig;
import org.junit.jupiter.api.Test;

class RecipientsTest {

    private static final String DEVELOPER = "dev@example.org";

    @Test
    void are_nobody_unless_somebody_is_configured() {
        assertThat(of(Map.of(), DEVELOPER).isEmpty()).isTrue();
    }

    @Test
    void are_submitters_who_are_wanted_besides_those_who_always_are() {
        assertThat(of(Map.of("mail.to", "list@example.org", "mail.submitters", "everyone"), DEVELOPER))
                .isEqualTo(new Recipients(List.of("list@example.org", DEVELOPER), List.of()));
        Map<String, String> some = Map.of("mail.cc", "list@example.org", "mail.submitters", ".*@example\\.org");
        assertThat(of(some, DEVELOPER)).isEqualTo(new Recipients(List.of(DEVELOPER), List.of("list@example.org")));
        assertThat(of(some, "dev@example.org.evil.example"))
                .isEqualTo(new Recipients(List.of(), List.of("list@example.org")));
    }

    @Test
    void are_never_what_is_no_address() {
        assertThat(of(Map.of("mail.submitters", "everyone"), "dev@example.org\r\nBcc: all@example.org")
                        .isEmpty())
                .isTrue();
        assertThat(of(Map.of("mail.submitters", "everyone"), "octocat@users.noreply.github.com")
                        .isEmpty())
                .as("GitHub tells them itself")
                .isTrue();
    }

    private static Recipients of(Map<String, String> keys, String submitter) {
        MailConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(new HashMap<>(keys), "test", 100))
                .withMapping(MailConfig.class)
                .build()
                .getConfigMapping(MailConfig.class);
        return Recipients.of(config, submitter);
    }
}
