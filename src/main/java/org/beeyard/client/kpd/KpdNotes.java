package org.beeyard.client.kpd;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.beeyard.client.kpd.KpdConfig.Mail;
import org.beeyard.client.kpd.KpdConfig.Mirror;
import org.beeyard.client.kpd.KpdConfig.Patchwork;
import org.beeyard.client.kpd.KpdConfig.Search;
import org.beeyard.tree.OwnBranch;

/** What a person must know or do after a Kernel Patches Daemon's configuration was made a farm's. A sentence each. Pure. */
final class KpdNotes {

    private static final String NO_KEY = "has no counterpart and is not copied; no repository is named.";

    private static final Map<String, String> LEFT = Map.of(
            "base_directory", "has no counterpart; the environment variable BEEYARD_HOME names the data folder.",
            "branches.*.github_oauth_token", NO_KEY,
            "branches.*.github_app_auth", NO_KEY,
            "patchwork.api_username", "has no counterpart; the token alone says who publishes.",
            "patchwork.search_patterns.*.state", "has no counterpart; patches are tested in every open state.",
            "email.http_proxy", "has no counterpart; the mail server is reached directly.",
            "email.email_ignore_workflows", "has no counterpart; a mail tells of all jobs of a run.",
            "email.pr_comments_forwarding", "has no counterpart; comments on pull requests stay there.");

    private final KpdConfig kpd;
    private final List<String> notes = new ArrayList<>();

    private KpdNotes(KpdConfig kpd) {
        this.kpd = kpd;
    }

    static List<String> of(KpdConfig kpd) {
        KpdNotes notes = new KpdNotes(kpd);
        notes.say("farm.url", "say how people reach the farm; it is needed before checks are published.");
        notes.say("matrix.default", "is a starting point; KPD leaves what is built and run to workflows on GitHub.");
        notes.repositories();
        notes.mirrors();
        notes.tags();
        notes.patchwork(kpd.patchwork());
        kpd.mail().ifPresent(notes::mail);
        kpd.left().forEach(key -> notes.say(key, LEFT.getOrDefault(key, otherwise(key))));
        return List.copyOf(notes.notes);
    }

    private static String otherwise(String key) {
        return key.startsWith("patchwork.search_patterns.")
                ? "has no counterpart; without it more patches are tested."
                : "is not known and was left out.";
    }

    private void repositories() {
        kpd.branches().forEach((name, branch) -> {
            String note = "the name and password in the address are not copied; see to it that the farm may fetch.";
            if (branch.upstream().secret()) {
                say("branches." + name + ".upstream", note);
            }
            if (branch.ci().secret()) {
                say("branches." + name + ".ci_repo", note);
            }
        });
    }

    private void mirrors() {
        Map<String, Mirror> mirrors = kpd.mirrors();
        kpd.branches().forEach((name, branch) -> {
            String key = "branches." + name + ".repo";
            if (branch.mirror().isPresent() && !OwnBranch.fits(name)) {
                say(key, "is not mirrored to; no branch can be called by the name of the tree " + name + ".");
            } else if (branch.mirror().isPresent() && !mirrors.containsKey(name)) {
                say(key, "is not mirrored to; a farm knows one server, and the trees before are on another.");
            }
        });
        if (mirrors.isEmpty()) {
            return;
        }
        say(
                "trees.*.mirror",
                "goes on with KPD's branches and pull requests; stop KPD before the farm has a token. No workflows run"
                        + " there: KPD's CI files are not pushed, and the checks are the farm's.");
        if (mirrors.values().stream().anyMatch(mirror -> mirror.app().isPresent())) {
            say(
                    "branches.*.github_app_auth",
                    "is not copied; the file of the App's key is to be named under github.app.");
        } else if (mirrors.values().stream().anyMatch(Mirror::token)) {
            say("branches.*.github_oauth_token", "is not copied; set the environment variable GITHUB_TOKEN to it.");
        }
    }

    private void tags() {
        kpd.tags().forEach((tag, branches) -> {
            String key = "tag_to_branch_mapping." + tag;
            if (tag.equals(KpdConfig.DEFAULT)) {
                return;
            }
            if (branches.isEmpty()) {
                say(key, "names no branch; here such series are tried as if they were without it.");
                return;
            }
            String first = branches.getFirst();
            if (branches.size() > 1) {
                String others = String.join(" and ", branches.subList(1, branches.size()));
                say(
                        key,
                        "chooses " + first + " only; " + others + (branches.size() > 2 ? " are" : " is")
                                + " not tried.");
            }
            if (!first.equals(tag) && kpd.branches().containsKey(tag)) {
                say(
                        key,
                        "a tree's own name chooses it too; rename the tree " + tag + ", so that the tag means " + first
                                + ".");
            }
        });
        if (kpd.tags().getOrDefault(KpdConfig.DEFAULT, List.of()).isEmpty()) {
            say(
                    "default-trees",
                    "is not written, as " + KpdConfig.DEFAULT
                            + " names no branch; series without a known tag are tried on all trees,"
                            + " where KPD leaves them alone.");
        }
    }

    private void patchwork(Patchwork patchwork) {
        boolean usesLabel = patchwork.searches().isEmpty()
                || patchwork.searches().stream()
                        .anyMatch(search -> search.project().isEmpty());
        if (usesLabel && patchwork.isKernelOrgsBpf()) {
            say("patchwork.project", "bpf is written as netdevbpf, its link name at patchwork.kernel.org.");
        } else if (usesLabel) {
            say(
                    "patchwork.project",
                    patchwork.label()
                            + " must be the project's link name, the word in Patchwork's addresses; KPD never sends it.");
        }
        patchwork.projects().forEach(this::project);
        if (patchwork.searches().stream().anyMatch(Search::archived)) {
            say("patchwork.search_patterns.*.archived", "has no counterpart; archived patches are never tested.");
        }
        if (patchwork.lookback() <= 0) {
            say(
                    "patchwork.lookback",
                    "names no days; the first start takes series of 7 days, see sources.patchwork.lookback.");
        }
        if (patchwork.token()) {
            say("patchwork.api_token", "is not copied; set the environment variable PATCHWORK_TOKEN to it.");
        }
        say(
                "sources.patchwork.contexts",
                "kpd keeps the checks' names, <branch>-PR and <branch>_<job>; the jobs are those of this farm's matrix.");
    }

    private void project(String project, List<Search> searches) {
        List<String> delegates = Search.delegates(searches);
        if (project.matches("\\d+")) {
            say("patchwork.search_patterns.*.project", project + " must be written as the project's link name.");
        }
        if (delegates.isEmpty()) {
            say("patchwork.search_patterns", "no delegate is named; all series of " + project + " are tested.");
        } else if (searches.stream().anyMatch(search -> search.delegates().isEmpty())) {
            say(
                    "patchwork.search_patterns",
                    "not each names a delegate; of " + project + " only what is delegated to "
                            + String.join(" or ", delegates) + " is tested.");
        }
    }

    private void mail(Mail mail) {
        say("email.pass", "is not copied; set the environment variable MAIL_PASSWORD to it.");
        if (mail.port() != Mail.PORT) {
            say("email.port", "KPD never used it and connected to " + Mail.PORT + "; check mail.port.");
        }
        for (String who : mail.everyone() ? List.<String>of() : mail.allowed()) {
            try {
                Pattern.compile(who);
            } catch (PatternSyntaxException e) {
                say(
                        "email.submitter_allowlist",
                        who + " is no regular expression of Java: " + e.getDescription() + ".");
            }
        }
    }

    private void say(String key, String what) {
        notes.add(key + ": " + what);
    }
}
