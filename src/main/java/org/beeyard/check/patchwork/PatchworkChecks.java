package org.beeyard.check.patchwork;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.beeyard.check.Check;
import org.beeyard.check.CheckPublisher;
import org.beeyard.check.CheckState;
import org.beeyard.check.FarmConfig;
import org.beeyard.check.Notice;
import org.beeyard.check.Standing;
import org.beeyard.patchwork.PatchworkServers;
import org.beeyard.patchwork.PatchworkServers.Server;
import org.beeyard.patchwork.Said;
import org.beeyard.wire.Fault;
import org.beeyard.wire.Pauses;
import org.beeyard.wire.PausesConfig;
import org.jboss.logging.Logger;

/**
 * Shows the checks of a series at each of its patches. Patchwork keeps every check that is posted and counts the newest of a
 * context: before one is posted, the patch is asked for what it shows.
 */
@ApplicationScoped
class PatchworkChecks implements CheckPublisher {

    private static final Logger log = Logger.getLogger(PatchworkChecks.class);

    private final PatchworkServers servers;
    private final FarmConfig farm;
    private final EntityManager database;
    private final Pauses pauses;

    PatchworkChecks(
            PatchworkServers servers, FarmConfig farm, EntityManager database, PausesConfig pauses, Clock clock) {
        this.servers = servers;
        this.farm = farm;
        this.database = database;
        this.pauses = new Pauses(pauses, clock, log::log);
    }

    @Override
    public String destination() {
        return "patchwork";
    }

    @Override
    public List<Notice> notices(Standing standing, List<Check> checks) {
        List<Notice> notices = new ArrayList<>();
        for (Object row : database.createNativeQuery("""
                        select p.source, p.id, p.position
                          from patchwork_series s join patchwork_patch p on p.source = s.source and p.patchwork_series_id = s.id
                         where s.series_id = ?1 and p.position is not null order by p.source, p.position
                        """)
                .setParameter(1, standing.series())
                .getResultList()) {
            Object[] patch = (Object[]) row;
            Optional<Server> server = servers.named((String) patch[0]);
            if (server.isEmpty()) {
                continue; // it was configured once
            }
            ContextNames names = new ContextNames(server.get().config().contexts(), farm.instance());
            for (Check check : checks) {
                Check here = check.on(((Number) patch[2]).intValue());
                notices.add(new Notice(
                        server.get().name(),
                        patch[1].toString(),
                        names.of(standing.tree(), check.subject()),
                        here.state(),
                        here.description(),
                        farm.address(here.path())));
            }
        }
        return notices;
    }

    @Override
    public Optional<String> withheld(String source) {
        return servers.named(source).map(server -> server.client().hasToken()).orElse(false)
                ? Optional.empty()
                : Optional.of("no token is configured for " + source);
    }

    @Override
    public void publish(List<Claimed> notices, Report report) {
        Notice first = notices.getFirst().notice();
        Optional<Duration> pause = pauses.left(first.source());
        if (pause.isPresent()) {
            notices.forEach(notice -> report.postponed(notice, pause.get()));
            return;
        }
        try {
            Server server = server(first.source());
            Map<String, Notice> shown = shown(server, first.object());
            for (Claimed claimed : notices) {
                say(server, claimed, shown, report);
            }
        } catch (Trouble trouble) {
            notices.forEach(notice -> report.failed(notice, trouble));
        }
    }

    private void say(Server server, Claimed claimed, Map<String, Notice> shown, Report report) {
        Notice notice = claimed.notice();
        Optional<Duration> pause = pauses.left(server.name());
        if (pause.isPresent()) {
            report.postponed(claimed, pause.get());
            return;
        }
        try {
            if (!notice.equals(shown.get(notice.context()))) {
                server.client()
                        .post(
                                Long.parseLong(notice.object()),
                                new Said.Check(
                                        notice.context(),
                                        notice.state().word(),
                                        notice.description(),
                                        notice.targetUrl()));
            }
            pauses.well(server.name());
            report.sent(claimed);
        } catch (Fault fault) {
            report.failed(claimed, trouble(server, fault));
        }
    }

    @Override
    public Optional<Map<String, Notice>> shown(String source, String object) throws Trouble {
        return Optional.of(shown(server(source), object));
    }

    private Map<String, Notice> shown(Server server, String object) throws Trouble {
        try {
            Map<String, Notice> shown = new HashMap<>();
            server.client()
                    .checks(Long.parseLong(object))
                    .forEach((context, check) -> state(check.state())
                            .ifPresent(state -> shown.put(
                                    context,
                                    new Notice(
                                            server.name(),
                                            object,
                                            context,
                                            state,
                                            Optional.ofNullable(check.description())
                                                    .orElse(""),
                                            Optional.ofNullable(check.targetUrl())
                                                    .orElse("")))));
            return shown;
        } catch (Fault fault) {
            throw trouble(server, fault);
        }
    }

    private static Optional<CheckState> state(String word) {
        try {
            return Optional.of(CheckState.valueOf(word.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // a state of somebody else's: not what we show
        }
    }

    private Server server(String source) throws Trouble {
        return servers.named(source).orElseThrow(() -> new Trouble(source + " is not configured any more", false));
    }

    private Trouble trouble(Server server, Fault fault) {
        if (fault.concernsAll()) {
            pauses.failed(server.name(), fault);
        }
        boolean lasting = switch (fault.kind()) {
            case MISSING, REFUSED -> true;
            case UNREACHABLE, BUSY, TOO_LARGE, BROKEN, FORBIDDEN -> false;
        };
        return new Trouble(String.valueOf(fault.getMessage()), lasting, fault.pause(), fault.late());
    }
}
