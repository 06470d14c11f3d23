package org.beeyard.check;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Verdicts by mail; off without a host. The connection's keys are read by the mail client: application.properties has their defaults. */
@ConfigMapping(prefix = "mail")
public interface MailConfig {

    /** Of the SMTP server. */
    Optional<String> host();

    OptionalInt port();

    /** TLS from the first byte on, as on port 465; otherwise STARTTLS where the server offers it. */
    Optional<Boolean> tls();

    Optional<String> user();

    Optional<String> password();

    Optional<String> from();

    /** Addresses that get every mail. */
    Optional<List<String>> to();

    Optional<List<String>> cc();

    /** Submitters who get theirs: {@code everyone}, {@code none}, or regular expressions for whole addresses. */
    @WithDefault("none")
    List<String> submitters();
}
