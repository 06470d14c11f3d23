package org.beeyard.people;

import java.util.ArrayList;
import java.util.List;

/** Whose people are known now: one who came by a provider that is configured no more is nobody. Pure. */
final class Issuers {

    private Issuers() {}

    /** Whether the farm's own admin token counts: it does until there is another way to sign in, or where it was given. */
    static boolean local(SignInConfig config) {
        return config.oidc().isEmpty() || config.adminToken().isPresent();
    }

    static String[] known(SignInConfig config) {
        List<String> issuers = new ArrayList<>();
        if (local(config)) {
            issuers.add(Person.LOCAL);
        }
        config.oidc().ifPresent(oidc -> issuers.add(oidc.issuer().toString()));
        return issuers.toArray(String[]::new);
    }
}
