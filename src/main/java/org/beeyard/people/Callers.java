package org.beeyard.people;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import org.beeyard.wire.FarmConfig;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tells who sends a request. */
@ApplicationScoped
public class Callers {

    /** By these a proxy says that somebody else is behind it. */
    public static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP", "Via");

    private final Sessions sessions;
    private final Tokens tokens;
    private final boolean trusts;
    private final boolean reads;

    Callers(
            Sessions sessions,
            Tokens tokens,
            SignInConfig config,
            @ConfigProperty(name = "quarkus.http.host") String listens,
            FarmConfig farm) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.trusts = ThisMachine.trusted(config, listens, farm.url());
        this.reads = config.reading() == SignInConfig.Reading.OPEN;
    }

    /**
     * What a request says of its sender.
     *
     * @param bearer the token in its Authorization header
     * @param session the secret in its cookie
     * @param address it comes from
     * @param host that it names
     * @param forwarded whether a proxy says that it comes from elsewhere
     */
    public record Evidence(
            Optional<Secret> bearer, Optional<Secret> session, String address, String host, boolean forwarded) {}

    /** Empty when it shows a token that does not count: whoever does so wants to be known. A session that has ended is none. */
    public Optional<Caller> of(Evidence seen) {
        if (seen.bearer().isPresent()) {
            return tokens.of(seen.bearer().get()).map(caller -> caller);
        }
        Optional<Caller> signedIn = seen.session().flatMap(sessions::of).map(caller -> caller);
        return signedIn.or(() -> Optional.of(
                trusts && ThisMachine.here(seen.address(), seen.host(), seen.forwarded())
                        ? new Caller.Here()
                        : new Caller.Nobody(reads)));
    }
}
