package org.beeyard.client.kpd;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.client.kpd.KpdConfig.Branch;
import org.beeyard.client.kpd.KpdConfig.Mail;
import org.beeyard.client.kpd.KpdConfig.Mirror;
import org.beeyard.client.kpd.KpdConfig.Patchwork;
import org.beeyard.client.kpd.KpdConfig.Repository;
import org.beeyard.client.kpd.KpdConfig.Search;

/** Reads a Kernel Patches Daemon's configuration. What a farm does not need may be missing. Pure. */
final class KpdReader {

    private static final String HOST = "[\\w.-]+(:\\d+)?(/[\\w./-]*)?";

    private KpdReader() {}

    sealed interface Reading {
        record Understood(KpdConfig config) implements Reading {}

        /** @param problems a sentence each */
        record Unfit(List<String> problems) implements Reading {}
    }

    static Reading read(JsonNode json) {
        List<String> problems = new ArrayList<>();
        JsonPart root = JsonPart.root(json, problems);
        List<String> version = root.words("version");
        if (!version.equals(List.of("3"))) {
            return new Reading.Unfit(List.of("version: "
                    + (version.isEmpty() ? "is missing" : "is " + String.join(", ", version))
                    + "; only version 3 is understood."));
        }
        Map<String, Branch> branches = branches(root);
        Map<String, List<String>> tags = tags(root, branches);
        Patchwork patchwork = patchwork(root.part("patchwork"));
        Optional<Mail> mail = root.has("email") ? Optional.of(mail(root.part("email"))) : Optional.empty();
        return problems.isEmpty()
                ? new Reading.Understood(new KpdConfig(branches, tags, patchwork, mail, root.left()))
                : new Reading.Unfit(List.copyOf(problems));
    }

    private static Map<String, Branch> branches(JsonPart root) {
        Map<String, Branch> branches = new LinkedHashMap<>();
        root.named("branches")
                .forEach((name, branch) -> branches.put(
                        name,
                        new Branch(
                                Repository.at(branch.text("upstream"), branch.text("upstream_branch", "master")),
                                Repository.at(branch.text("ci_repo"), branch.text("ci_branch")),
                                mirror(branch))));
        if (root.has("branches") && branches.isEmpty()) {
            root.problem("branches", "must name one branch at least");
        }
        return branches;
    }

    private static Optional<Mirror> mirror(JsonPart branch) {
        String repository = branch.text("repo", "");
        if (repository.isEmpty()) {
            return Optional.empty();
        }
        boolean token = branch.has("github_oauth_token");
        Optional<Integer> app = Optional.empty();
        if (branch.has("github_app_auth")) {
            JsonPart auth = branch.part("github_app_auth");
            app = Optional.of(auth.number("app_id", 0)).filter(id -> id > 0);
            List.of("installation_id", "private_key", "private_key_path")
                    .forEach(auth::has); // known, and not to be read
        }
        Optional<Mirror> mirror = Mirror.at(repository, token, app);
        if (mirror.isEmpty()) {
            branch.problem("repo", "must be the address of a repository, such as https://github.com/owner/name");
        }
        return mirror;
    }

    private static Map<String, List<String>> tags(JsonPart root, Map<String, Branch> branches) {
        JsonPart mapping = root.part("tag_to_branch_mapping");
        Map<String, List<String>> tags = new LinkedHashMap<>();
        for (String tag : mapping.keys()) {
            List<String> wanted = mapping.words(tag);
            wanted.stream()
                    .filter(branch -> !branches.containsKey(branch))
                    .forEach(branch -> mapping.problem(tag, "there is no " + branch + " under branches"));
            tags.put(tag, wanted);
        }
        return tags;
    }

    private static Patchwork patchwork(JsonPart part) {
        String server = part.text("server").replaceFirst("/+$", "");
        if (!server.isEmpty() && !server.matches(HOST)) {
            part.problem("server", "must be a host, such as patchwork.kernel.org");
        }
        List<Search> searches = part.list("search_patterns").stream()
                .map(search -> new Search(
                        search.words("project").stream().findFirst(),
                        search.words("delegate"),
                        search.words("archived").stream().anyMatch("true"::equalsIgnoreCase)))
                .toList();
        return new Patchwork(
                server,
                part.text("project"),
                searches,
                part.number("lookback", 0),
                !String.join("", part.words("api_token")).isBlank());
    }

    private static Mail mail(JsonPart part) {
        part.has("pass"); // known, and not to be read
        return new Mail(
                part.text("host"),
                part.number("port", Mail.PORT),
                part.text("user"),
                part.text("from"),
                part.words("to"),
                part.words("cc"),
                part.words("submitter_allowlist"),
                part.flag("ignore_allowlist"));
    }
}
