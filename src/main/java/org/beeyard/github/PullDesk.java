package org.beeyard.github;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.beeyard.wire.Fault;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHPullRequestQueryBuilder;
import org.kohsuke.github.PagedIterator;

/**
 * What the farm does to pull requests of its own. Whoever makes one, or comments, twice has two: what is there is to be looked for
 * first. Everything else may be done again.
 */
public final class PullDesk {

    /** Of one branch there are few. */
    private static final int MOST = 50;

    private final GithubClient client;
    private final String address;
    private final String repository;

    PullDesk(GithubClient client, String address, String repository) {
        this.client = client;
        this.address = address;
        this.repository = repository;
    }

    /** All of a branch of the repository into another, the newest first. */
    public List<Said.Pull> of(String branch, String base) throws Fault {
        return client.call(() -> {
            List<Said.Pull> pulls = new ArrayList<>();
            PagedIterator<GHPullRequest> pages = client.repository()
                    .queryPullRequests()
                    .state(GHIssueState.ALL)
                    .head(head(branch))
                    .base(base)
                    .list()
                    .withPageSize(MOST)
                    .iterator();
            for (GHPullRequest pull : pages.hasNext() ? pages.nextPage() : List.<GHPullRequest>of()) {
                Said.Pull said = Translation.pull(pull, repository, Optional.empty());
                if (said.branch().equals(Optional.of(branch)) && said.base().equals(base)) {
                    pulls.add(said);
                }
            }
            return pulls.stream()
                    .sorted((one, other) -> Integer.compare(other.number(), one.number()))
                    .toList();
        });
    }

    /** Whether an open pull request, be it from elsewhere, is to go into a branch of the repository or comes from it. */
    public boolean anyOpen(String branch) throws Fault {
        return client.call(() -> {
            boolean into = open().base(branch).list().withPageSize(1).iterator().hasNext();
            return into
                    || open().head(head(branch))
                            .list()
                            .withPageSize(1)
                            .iterator()
                            .hasNext();
        });
    }

    private GHPullRequestQueryBuilder open() throws IOException {
        return client.repository().queryPullRequests().state(GHIssueState.OPEN);
    }

    private String head(String branch) {
        return repository.replaceFirst("/.*", "") + ":" + branch;
    }

    public Said.Pull open(String title, String body, String branch, String base) throws Fault {
        return client.call(() -> Translation.pull(
                client.repository().createPullRequest(title, branch, base, body), repository, Optional.empty()));
    }

    public void describe(int number, String title, String body) throws Fault {
        change(number, object().put("title", title).put("body", body));
    }

    public void close(int number) throws Fault {
        change(number, object().put("state", "closed"));
    }

    /** Refused where its branch is gone, or has lost its commit meanwhile. */
    public void reopen(int number) throws Fault {
        change(number, object().put("state", "open"));
    }

    /** Instead of those that are there. GitHub makes those that nobody has made. */
    public void label(int number, Set<String> labels) throws Fault {
        ObjectNode body = object();
        labels.stream().sorted().forEach(body.putArray("labels")::add);
        client.send("PUT", address + "/issues/" + number + "/labels", body);
    }

    public List<Said.Comment> comments(int number) throws Fault {
        return client.comments(address + "/issues/" + number + "/comments?per_page=100");
    }

    public void comment(int number, String words) throws Fault {
        client.send("POST", address + "/issues/" + number + "/comments", object().put("body", words));
    }

    private void change(int number, ObjectNode what) throws Fault {
        client.send("PATCH", address + "/pulls/" + number, what);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
