package org.beeyard.patchwork;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.beeyard.patchwork.FakeModel.Patch;
import org.beeyard.patchwork.FakeModel.Row;
import org.beeyard.patchwork.FakeModel.User;
import org.jspecify.annotations.Nullable;

/** Takes checks in, or says field by field what is wrong with one. */
final class FakeChecks {

    private static final Pattern SLUG = Pattern.compile("[A-Za-z0-9_-]+");

    /** A host is localhost, a number or a name with a dot. */
    private static final Pattern ADDRESS = Pattern.compile("(?i)(?:https?|ftps?)://(?:[^\\s/@]+@)?"
            + "(?:localhost|[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|\\[[0-9a-f:.]+]"
            + "|(?:[\\p{L}0-9](?:[\\p{L}0-9-]*[\\p{L}0-9])?\\.)+(?:[\\p{L}-]{2,63}|xn--[a-z0-9]+)\\.?)"
            + "(?::[0-9]{1,5})?(?:[/?#]\\S*)?");

    private final FakeArchive archive;

    FakeChecks(FakeArchive archive) {
        this.archive = archive;
    }

    FakeReply post(Patch patch, User user, String type, String body, FakeJson json) {
        Map<String, @Nullable String> fields = new HashMap<>();
        if (type.startsWith("application/json")) {
            try {
                JsonNode sent = new ObjectMapper().readTree(body);
                sent.properties()
                        .forEach(field -> fields.put(
                                field.getKey(),
                                field.getValue().isNull()
                                        ? null
                                        : field.getValue().asText()));
            } catch (JacksonException e) {
                return FakeReply.json(400, FakeJson.detail("JSON parse error - " + where(e.getLocation())));
            }
        } else if (type.startsWith("application/x-www-form-urlencoded")) {
            FakeQuery form = FakeQuery.parse(body);
            form.parameters()
                    .keySet()
                    .forEach(name -> fields.put(name, form.last(name).orElse("")));
            fields.computeIfPresent("context", (name, context) -> context.isEmpty() ? null : context);
        } else {
            return FakeReply.json(415, FakeJson.detail("Unsupported media type \"" + type + "\" in request."));
        }
        return post(patch, user, fields, json);
    }

    private static String where(JsonLocation at) {
        int column = Math.max(1, at.getColumnNr());
        return "Expecting value: line " + at.getLineNr() + " column " + column + " (char " + (column - 1) + ")";
    }

    private FakeReply post(Patch patch, User user, Map<String, @Nullable String> fields, FakeJson json) {
        String state = Optional.ofNullable(fields.get("state")).orElse("");
        String context = Optional.ofNullable(fields.get("context")).orElse("default");
        String description = fields.get("description");
        String target = fields.get("target_url");
        ObjectNode errors = JsonNodeFactory.instance.objectNode();
        if (state.isEmpty()) {
            errors.putArray("state").add("A check must have a state.");
            return FakeReply.json(400, errors);
        }
        String word = state.matches("[0-3]") ? FakeModel.CHECK_STATES.get(Integer.parseInt(state)) : state;
        refuse(errors, "state", !FakeModel.CHECK_STATES.contains(word), "\"" + state + "\" is not a valid choice.");
        if (target != null && !target.isEmpty()) {
            refuse(errors, "target_url", target.length() > 200, "Ensure this field has no more than 200 characters.");
            refuse(errors, "target_url", !ADDRESS.matcher(target).matches(), "Enter a valid URL.");
        }
        refuse(errors, "context", context.length() > 255, "Ensure this field has no more than 255 characters.");
        refuse(
                errors,
                "context",
                !SLUG.matcher(context).matches(),
                "Enter a valid \"slug\" consisting of letters, numbers, underscores or hyphens.");
        refuse(
                errors,
                "description",
                description != null && description.contains("\0"),
                "Null characters are not allowed.");
        if (!errors.isEmpty()) {
            return FakeReply.json(400, errors);
        }
        Row row = archive.check(patch, owner(user, fields.get("user")), word, context, description, target);
        ObjectNode answer = json.check(row);
        return FakeReply.json(201, answer).with("Location", answer.get("url").asText());
    }

    private static void refuse(ObjectNode errors, String field, boolean wrong, String why) {
        if (wrong) {
            errors.withArrayProperty(field).add(why);
        }
    }

    /** Who posts may name anybody: a hole that v3.1.3 has. */
    private User owner(User user, @Nullable String named) {
        return named != null && named.matches("\\d{1,9}")
                ? FakeArchive.byId(archive.users, Long.parseLong(named)).orElse(user)
                : user;
    }
}
