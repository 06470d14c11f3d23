package org.beeyard.people;

import java.util.ArrayList;
import java.util.List;

/** What is wrong under {@code sign-in} in the farm's configuration. Pure. */
public final class SignInCheck {

    private static final int SHORTEST = 32;

    private SignInCheck() {}

    public static List<String> problems(SignInConfig config) {
        List<String> problems = new ArrayList<>();
        if (config.session().toMinutes() < 5 || config.session().toDays() > 31) {
            problems.add("sign-in.session: must be from 5m to 31d.");
        }
        if (config.audit().toDays() < 1) {
            problems.add("sign-in.audit: must be at least 1d.");
        }
        config.adminToken()
                .map(String::strip)
                .filter(token -> token.length() < SHORTEST || !token.matches("[!-~]+"))
                .ifPresent(
                        token -> problems.add(
                                "sign-in.admin-token: must be " + SHORTEST
                                        + " characters or more, without spaces, or others guess it. Make one by: openssl rand -hex 32"));
        config.oidc().ifPresent(oidc -> oidc(oidc, config, problems));
        return problems;
    }

    private static void oidc(SignInConfig.Oidc oidc, SignInConfig config, List<String> problems) {
        String scheme = String.valueOf(oidc.issuer().getScheme());
        if (oidc.issuer().getHost() == null || !scheme.matches("https?")) {
            problems.add("sign-in.oidc.issuer: must be like https://id.example.org/realms/kernel.");
        }
        if (oidc.clientId().isBlank() || oidc.clientSecret().isBlank()) {
            problems.add(
                    "sign-in.oidc: client-id and client-secret must not be empty; set SIGN_IN_OIDC_CLIENT_SECRET.");
        }
        if (config.adminToken().isEmpty() && oidc.operators().orElse(List.of()).isEmpty()) {
            problems.add("sign-in.oidc.operators: nobody would be operator; name values of the claim "
                    + oidc.rolesClaim().orElse(SignInConfig.Oidc.ROLES_CLAIM) + ", or set sign-in.admin-token.");
        }
    }
}
