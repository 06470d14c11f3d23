package org.beeyard.check.github;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.check.Check;
import org.beeyard.check.CheckPublisher;
import org.beeyard.check.CheckState;
import org.beeyard.check.Notice;
import org.beeyard.check.Speaker;
import org.beeyard.check.Standing;
import org.beeyard.check.github.Heads.Repository;
import org.beeyard.github.Said;
import org.beeyard.wire.FarmConfig;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Pauses;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;

/**
 * Shows the checks of a series at the head of its pull request: of the one that it came from, or of the one that mirrors it. Before anything is said, the commit is asked for what it shows: of a
 * request of which nobody knows what became of it, that tells.
 */
@ApplicationScoped
class GithubChecks implements CheckPublisher {

    private static final Logger log = Logger.getLogger(GithubChecks.class);

    private final Heads heads;
    private final Reports reports;
    private final FarmConfig farm;
    private final Speaker speaker;

    GithubChecks(Heads heads, Reports reports, FarmConfig farm, PausesConfig pauses, Clock clock) {
        this.heads = heads;
        this.reports = reports;
        this.farm = farm;
        this.speaker = new Speaker(new Pauses(pauses, clock, log::log));
    }

    @Override
    public String destination() {
        return "github";
    }

    @Override
    public List<Notice> notices(Standing standing, List<Check> checks) {
        List<Notice> notices = new ArrayList<>();
        for (Heads.Head head : heads.of(standing.series())) {
            CheckNames names = new CheckNames(farm.instance(), head.tree());
            for (Check check : checks) {
                notices.add(new Notice(
                        head.repository(),
                        head.commit(),
                        names.of(check.subject()),
                        check.state(),
                        check.description(),
                        farm.address(check.path())));
            }
        }
        return notices;
    }

    @Override
    public Optional<String> withheld(String source) {
        return heads.repository(source)
                        .map(repository -> repository.client().speaks())
                        .orElse(false)
                ? Optional.empty()
                : Optional.of("no app and no token is configured for " + source);
    }

    @Override
    public void publish(List<Claimed> notices, Report report) {
        speaker.publish(notices, report, this::look);
    }

    private Speaker.Saying look(Notice notice) throws Trouble {
        Repository repository = repository(notice.source());
        List<Said.Shown> shown = ask(repository, notice.object());
        return claimed -> {
            if (repository.client().isApp()) {
                new CheckRunWriter(repository.client()).write(reports.of(claimed, names(claimed)), shown);
            } else {
                status(repository, claimed.notice(), shown);
            }
        };
    }

    private CheckNames names(Claimed claimed) {
        return new CheckNames(farm.instance(), heads.tree(claimed.notice().source(), claimed.series()));
    }

    private static void status(Repository repository, Notice notice, List<Said.Shown> shown) throws Fault {
        StatusForm form = StatusForm.of(notice);
        if (shown.stream().noneMatch(form::isShownAs)) {
            repository
                    .client()
                    .status(notice.object(), notice.context(), form.state(), form.description(), notice.targetUrl());
        }
    }

    private List<Said.Shown> ask(Repository repository, String head) throws Trouble {
        return speaker.ask(
                repository.name(),
                () -> repository.client().isApp()
                        ? repository.client().checkRuns(head)
                        : repository.client().statuses(head));
    }

    @Override
    public Optional<Map<String, Notice>> shown(String source, String object) throws Trouble {
        Repository repository = repository(source);
        Map<String, Notice> notices = new HashMap<>();
        Map<String, Long> newest = new HashMap<>();
        for (Said.Shown shown : ask(repository, object)) {
            if (newest.getOrDefault(shown.name(), Long.MIN_VALUE) < shown.id()) {
                newest.put(shown.name(), shown.id());
                notice(repository, object, shown)
                        .ifPresentOrElse(
                                notice -> notices.put(shown.name(), notice), () -> notices.remove(shown.name()));
            }
        }
        return Optional.of(notices);
    }

    @Override
    public Notice asShown(Notice said) {
        return heads.repository(said.source())
                .filter(repository -> !repository.client().isApp())
                .map(_ -> StatusForm.asShown(said))
                .orElse(said);
    }

    /** Empty when it is none of what the farm says. */
    private static Optional<Notice> notice(Repository repository, String head, Said.Shown shown) {
        String words = repository.client().isApp() ? shown.title() : StatusForm.words(shown.title());
        Optional<CheckState> state = repository.client().isApp() ? state(shown.state()) : StatusForm.state(shown);
        return state.map(as -> new Notice(repository.name(), head, shown.name(), as, words, shown.url()));
    }

    private static Optional<CheckState> state(Said.State state) {
        return switch (state) {
            case PENDING -> Optional.of(CheckState.PENDING);
            case SUCCESS -> Optional.of(CheckState.SUCCESS);
            case NEUTRAL -> Optional.of(CheckState.WARNING);
            case FAILURE -> Optional.of(CheckState.FAIL);
            case OTHER -> Optional.empty();
        };
    }

    private Repository repository(String source) throws Trouble {
        return heads.repository(source)
                .orElseThrow(() -> new Trouble(source + " is not configured any more", Trouble.Extent.THIS));
    }
}
