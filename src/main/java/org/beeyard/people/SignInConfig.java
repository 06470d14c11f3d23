package org.beeyard.people;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may use the farm. */
@ConfigMapping(prefix = "sign-in")
public interface SignInConfig {

    enum Reading {
        /** Everybody who reaches the farm may read. */
        OPEN,
        /** Only people who have signed in. */
        CLOSED
    }

    enum Trust {
        /** As {@link ThisMachine} finds. */
        AUTO,
        /** Whoever calls from the farm's own machine is an operator. */
        TRUSTED,
        /** Callers from the farm's own machine are as any others. */
        UNTRUSTED
    }

    @WithDefault("open")
    Reading reading();

    @WithDefault("auto")
    Trust thisMachine();

    /** How long a session lasts. */
    @WithDefault("12h")
    Duration session();

    /** How long it is kept who did what. */
    @WithDefault("730d")
    Duration audit();

    /** An operator's token, given rather than made at the first start. */
    Optional<String> adminToken();

    Optional<Oidc> oidc();

    /** Without defaults of its own: with one it would always be there. */
    interface Oidc {

        String ROLES_CLAIM = "groups";
        String NAME_CLAIM = "preferred_username";
        List<String> SCOPES = List.of("profile", "email");
        List<String> READERS = List.of("everyone");

        /** The provider's address; {@code /.well-known/openid-configuration} is below it. */
        URI issuer();

        String clientId();

        String clientSecret();

        /** Asked for besides {@code openid}: profile and email unless others are named. */
        Optional<List<String>> scopes();

        /** Of the ID token: where groups or roles stand; a slash leads into an object, as in {@code realm_access/roles}. */
        Optional<String> rolesClaim();

        /** Of the ID token: what people are called. */
        Optional<String> nameClaim();

        /** Values of the claim that make an operator; {@code everyone} is anybody who signs in. */
        Optional<List<String>> operators();

        Optional<List<String>> members();

        /** Others are refused. */
        Optional<List<String>> readers();
    }
}
