package org.beeyard.people.oidc;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.beeyard.people.Role;
import org.beeyard.people.SignInConfig;

/** What an ID token says of somebody, and what that makes of them here. Pure. */
final class Claims {

    private static final String EVERYONE = "everyone";

    private final JsonObject claims;

    Claims(JsonObject claims) {
        this.claims = claims;
    }

    /** The highest that is given; empty when none is. */
    Optional<Role> role(SignInConfig.Oidc config) {
        Set<String> groups = groups(config.rolesClaim().orElse(SignInConfig.Oidc.ROLES_CLAIM));
        if (is(groups, config.operators().orElse(List.of()))) {
            return Optional.of(Role.OPERATOR);
        }
        if (is(groups, config.members().orElse(List.of()))) {
            return Optional.of(Role.MEMBER);
        }
        return is(groups, config.readers().orElse(SignInConfig.Oidc.READERS))
                ? Optional.of(Role.READER)
                : Optional.empty();
    }

    String name(SignInConfig.Oidc config) {
        return text(config.nameClaim().orElse(SignInConfig.Oidc.NAME_CLAIM))
                .or(() -> text("name"))
                .or(() -> text("email"))
                .or(() -> text("sub"))
                .orElse("");
    }

    /** Texts at the claim: one, or a list. An address that nobody has verified is nobody's. */
    private Set<String> groups(String path) {
        Set<String> groups = new TreeSet<>();
        if (path.equals("email") && !JsonValue.TRUE.equals(claims.get("email_verified"))) {
            return groups;
        }
        // Some providers have addresses as names of claims.
        JsonValue at = claims.containsKey(path) ? claims.get(path) : claims;
        if (at == claims) {
            for (String step : path.split("/")) {
                at = at instanceof JsonObject object ? object.getOrDefault(step, JsonValue.NULL) : JsonValue.NULL;
            }
        }
        if (at instanceof JsonString text) {
            groups.add(text.getString());
        } else if (at instanceof JsonArray list) {
            list.stream()
                    .filter(JsonString.class::isInstance)
                    .forEach(text -> groups.add(((JsonString) text).getString()));
        }
        return groups;
    }

    private Optional<String> text(String name) {
        return claims.get(name) instanceof JsonString text && !text.getString().isBlank()
                ? Optional.of(text.getString())
                : Optional.empty();
    }

    private static boolean is(Set<String> groups, List<String> wanted) {
        return wanted.contains(EVERYONE) || wanted.stream().anyMatch(groups::contains);
    }
}
