package org.beeyard.people;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Cookie;
import jakarta.ws.rs.core.NewCookie;
import java.util.Map;
import java.util.Optional;
import org.beeyard.wire.FarmConfig;

/** Where a browser keeps its session. */
@ApplicationScoped
public class SessionCookie {

    private final boolean https;
    private final int seconds;

    SessionCookie(SignInConfig config, FarmConfig farm) {
        this.https = farm.https();
        this.seconds = (int) Math.min(Integer.MAX_VALUE, config.session().toSeconds());
    }

    /** With the prefix a browser takes it from this very host only, and by https. */
    private String name() {
        return https ? "__Host-beeyard" : "beeyard";
    }

    public NewCookie with(Secret session) {
        return cookie(session.text(), seconds);
    }

    public NewCookie removed() {
        return cookie("", 0);
    }

    public Optional<Secret> in(Map<String, Cookie> cookies) {
        return Optional.ofNullable(cookies.get(name())).map(Cookie::getValue).map(Secret::new);
    }

    private NewCookie cookie(String value, int seconds) {
        return new NewCookie.Builder(name())
                .value(value)
                .path("/")
                .maxAge(seconds)
                .httpOnly(true)
                .secure(https)
                .sameSite(NewCookie.SameSite.LAX)
                .build();
    }
}
