package org.beeyard.github;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.beeyard.wire.Answer;
import org.beeyard.wire.Fault;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHCheckRun;
import org.kohsuke.github.GHCommitStatus;
import org.kohsuke.github.GHDirection;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPermissionType;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestQueryBuilder;
import org.kohsuke.github.GHRepository;
import org.kohsuke.github.GitHub;
import org.kohsuke.github.GitHubBuilder;
import org.kohsuke.github.PagedIterator;

/** One repository on GitHub. Calls fail with a {@link Fault}. */
public final class GithubClient {

    /** Of a check run, in one request. */
    public static final int ANNOTATIONS = 50;

    private static final int PAGE = 50;
    private static final int MOST_PAGES = 20;
    private static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9_-]{0,60})(?:\\[bot])?");
    private static final JsonMapper JSON = new JsonMapper();

    private final GithubConfig config;
    private final String repository;
    private final Identity identity;
    private final Wire wire;
    private final GitHub github;
    private @Nullable GHRepository known;

    private GithubClient(GithubConfig config, String repository, Identity identity, Clock clock) throws IOException {
        this.config = config;
        this.repository = repository;
        this.identity = identity;
        this.wire = new Wire(config, identity, clock);
        this.github = new GitHubBuilder()
                .withEndpoint(config.rest().toString())
                .withConnector(wire)
                .build();
    }

    static GithubClient of(GithubConfig config, String repository, Clock clock) throws IOException {
        return new GithubClient(config, repository, Identity.of(config, repository, clock), clock);
    }

    /** Since this farm started. */
    public long requests() {
        return wire.requests();
    }

    /** Whether anything can be published. */
    public boolean speaks() {
        return !(identity instanceof Identity.Nobody);
    }

    /** Whether checks can be; otherwise commit statuses are. */
    public boolean isApp() {
        return identity instanceof Identity.App;
    }

    /** When the last answer was given, by the server's clock. */
    public Instant answered() {
        return wire.answered();
    }

    /** What git is to be shown as a password. */
    public Optional<String> secret() throws Fault {
        return call(identity::secret);
    }

    public GithubAnswers answers() {
        return new GithubAnswers(this, wire, config.rest() + "/repos/" + repository);
    }

    /** What the App was told in vain; empty where there is no App. */
    public Optional<GithubLosses> losses() {
        return identity instanceof Identity.App app ? Optional.of(new GithubLosses(this, app)) : Optional.empty();
    }

    public GithubBranches branches() {
        return new GithubBranches(this, wire, config.rest() + "/repos/" + repository);
    }

    /** What is to be done with a page of a list. */
    public interface PageReader<T> {
        /** Whether the next page is wanted. */
        boolean read(List<T> page) throws Fault;
    }

    /** Pull requests, those changed last first. */
    public void pulls(boolean openOnly, PageReader<Said.Pull> reader) throws Fault {
        PagedIterator<GHPullRequest> pages = call(() -> repository()
                .queryPullRequests()
                .state(openOnly ? GHIssueState.OPEN : GHIssueState.ALL)
                .sort(GHPullRequestQueryBuilder.Sort.UPDATED)
                .direction(GHDirection.DESC)
                .list()
                .withPageSize(PAGE)
                .iterator());
        for (boolean more = true; more; ) {
            List<Said.Pull> page = call(() -> {
                List<Said.Pull> pulls = new ArrayList<>();
                for (GHPullRequest pull : pages.hasNext() ? pages.nextPage() : List.<GHPullRequest>of()) {
                    pulls.add(Translation.pull(pull, repository, Optional.empty()));
                }
                return pulls;
            });
            more = !page.isEmpty() && reader.read(page) && call(pages::hasNext);
        }
    }

    public Said.Pull pull(int number) throws Fault {
        return call(() -> {
            GHPullRequest pull = repository().getPullRequest(number);
            int commits = pull.getCommits();
            return Translation.pull(pull, repository, Optional.of(commits));
        });
    }

    /** What the farm may do to pull requests of its own. */
    public PullDesk desk() {
        return new PullDesk(this, config.rest() + "/repos/" + repository, repository);
    }

    /** @throws Fault also when the answer is none of the API's: somebody on the way may have given it */
    void send(String method, String address, JsonNode body) throws Fault {
        Answer answer = call(() -> wire.send(method, address, JSON.writeValueAsBytes(body)));
        if (!answer.isJson()) {
            throw new Fault(Fault.Kind.BROKEN, method + " " + address + " was answered " + answer.words());
        }
    }

    /** Comments that were made or changed since then, the oldest first. The library knows no list of a whole repository's. */
    public List<Said.Comment> comments(Instant since) throws Fault {
        return comments(config.rest() + "/repos/" + repository + "/issues/comments?sort=updated&direction=asc&per_page="
                + PAGE + "&since=" + since.truncatedTo(ChronoUnit.SECONDS));
    }

    List<Said.Comment> comments(String first) throws Fault {
        List<Said.Comment> comments = new ArrayList<>();
        @Nullable String next = first;
        for (int page = 0; next != null && page < MOST_PAGES; page++) {
            String address = next;
            Answer answer = call(() -> wire.get(address));
            for (JsonNode comment : call(() -> JSON.readTree(answer.body()))) {
                comment(comment).ifPresent(comments::add);
            }
            next = answer.next().orElse(null);
        }
        return comments;
    }

    /** As the API and its webhooks have one; empty when it is none. */
    public static Optional<Said.Comment> comment(JsonNode node) {
        String issue = node.path("issue_url").asText();
        try {
            return Optional.of(new Said.Comment(
                    node.path("id").asLong(),
                    Integer.parseInt(issue.substring(issue.lastIndexOf('/') + 1)),
                    node.path("user").path("login").asText(),
                    node.path("body").asText(),
                    Instant.parse(node.path("created_at").asText()),
                    Instant.parse(node.path("updated_at").asText())));
        } catch (NumberFormatException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** Whether somebody may push to the repository. */
    public boolean mayWrite(String login) throws Fault {
        if (!LOGIN.matcher(login).matches()) {
            return false;
        }
        try {
            GHPermissionType permission =
                    call(() -> repository().getPermission(URLEncoder.encode(login, StandardCharsets.UTF_8)));
            return permission == GHPermissionType.ADMIN || permission == GHPermissionType.WRITE;
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.MISSING) {
                return false;
            }
            throw fault;
        }
    }

    /** This App's check runs of a commit: of each name and external id the newest. */
    public List<Said.Shown> checkRuns(String head) throws Fault {
        long app = config.app().orElseThrow().id();
        return call(() -> {
            Map<String, Said.Shown> newest = new LinkedHashMap<>();
            Map<String, Object> query = Map.of("filter", "all", "app_id", app);
            for (GHCheckRun run :
                    repository().getCheckRuns(head, query).withPageSize(100).toList()) {
                if (run.getApp() == null || run.getApp().getId() == app) {
                    Said.Shown shown = Translation.shown(run);
                    newest.merge(
                            shown.name() + " " + shown.externalId(),
                            shown,
                            (one, other) -> one.id() > other.id() ? one : other);
                }
            }
            return List.copyOf(newest.values());
        });
    }

    /** Whoever makes one twice has two: it is to be looked for first. */
    public Said.Shown create(Said.CheckRun run) throws Fault {
        return call(() -> Translation.shown(Translation.filled(repository().createCheckRun(run.name(), run.head()), run)
                .withExternalID(run.externalId())
                .create()));
    }

    /** Annotations are added to those that are there. */
    public Said.Shown update(long id, Said.CheckRun run) throws Fault {
        return call(() -> Translation.shown(
                Translation.filled(repository().updateCheckRun(id), run).create()));
    }

    /** The newest status of each context of a commit. */
    public List<Said.Shown> statuses(String head) throws Fault {
        return call(() -> {
            Map<String, Said.Shown> newest = new LinkedHashMap<>();
            for (GHCommitStatus status :
                    repository().listCommitStatuses(head).withPageSize(100).toList()) {
                Said.Shown shown = Translation.shown(status);
                newest.putIfAbsent(shown.name(), shown);
            }
            return List.copyOf(newest.values());
        });
    }

    /** Adds a status; the newest of a context counts. */
    public void status(String head, String context, Said.State state, String description, String url) throws Fault {
        call(() -> repository()
                .createCommitStatus(head, Translation.state(state), url.isEmpty() ? null : url, description, context));
    }

    /** The library wants it first; it is asked for once. */
    synchronized GHRepository repository() throws IOException {
        GHRepository there = known;
        if (there == null) {
            there = github.getRepository(repository);
            known = there;
        }
        return there;
    }

    interface Asking<T> {
        T ask() throws IOException;
    }

    <T> T call(Asking<T> asking) throws Fault {
        try {
            return asking.ask();
        } catch (IOException | RuntimeException e) {
            Fault fault = Faults.behind(e);
            if (fault.kind() == Fault.Kind.FORBIDDEN && identity instanceof Identity.App app) {
                app.forget();
            }
            throw fault;
        }
    }
}
