package org.beeyard.web.rule;

import jakarta.ws.rs.core.MultivaluedMap;
import org.beeyard.rule.RuleWish;
import org.jspecify.annotations.Nullable;

/** The fields of a rule in a URL's query or a posted form. */
final class RuleFields {

    private RuleFields() {}

    static RuleWish wish(MultivaluedMap<String, String> fields) {
        return new RuleWish(
                fields.getFirst("kind"),
                fields.getFirst("tests"),
                fields.getFirst("tree"),
                fields.getFirst("suite"),
                fields.getFirst("arch"),
                fields.getFirst("owner"),
                fields.getFirst("reason"),
                fields.getFirst("link"),
                fields.getFirst("expires"));
    }

    static @Nullable String asked(@Nullable String field) {
        return field == null || field.isBlank() ? null : field.strip();
    }
}
