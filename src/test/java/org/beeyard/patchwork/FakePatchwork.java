package org.beeyard.patchwork;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.beeyard.patchwork.FakeModel.Cover;
import org.beeyard.patchwork.FakeModel.Row;
import org.beeyard.patchwork.FakeModel.Series;
import org.jspecify.annotations.Nullable;

/**
 * A Patchwork v3.1.3 with one project, {@value FakeModel#PROJECT}, whose list, people and faults are in the hands of a
 * test. It speaks the API in the versions 1.2 and 1.3, and its lock is the archive's.
 */
public final class FakePatchwork implements AutoCloseable {

    /** Of the maintainer "beeyard". */
    public static final String TOKEN = "b".repeat(40);

    /** Of somebody who may not write. */
    public static final String STRANGERS_TOKEN = "5".repeat(40);

    /** A check that somebody posted. What was left out is empty here. */
    public record Check(String user, String state, String context, String description, String targetUrl) {}

    public enum Fault {
        /** 429, to be tried again after a second. */
        TOO_MANY,
        /** 500 and a page. */
        SERVER_ERROR,
        /** 503, to be tried again after a second. */
        UNAVAILABLE,
        /** 400: the server has no such thing. */
        REFUSED,
        /** 404. */
        MISSING,
        /** 200 and the page of a login. */
        HTML,
        /** The connection ends, and nothing was stored. */
        CUT_BEFORE,
        /** The connection ends when the request was done. */
        CUT_AFTER_STORED,
        /** The request is done, the answer comes after a while: {@link FakePatchwork#slowness}. */
        SLOW,
        /** Half of the text, as if it were whole. */
        TRUNCATED,
        /**
         * After a page of events that has a next one, the newest of the list happens once more: under -date, the pages
         * shift. Nothing when the order is date.
         */
        SHIFT
    }

    private final FakeArchive archive = new FakeArchive();
    private static final Map<String, String> TOKENS = Map.of(TOKEN, "beeyard", STRANGERS_TOKEN, "stranger");

    private final Map<String, String> tokens = new HashMap<>(TOKENS);
    private final FakeServer server;

    private FakePatchwork(int port) throws IOException {
        server = new FakeServer(port, archive, new FakeSite(archive, tokens));
    }

    /** Wherever there is room. */
    public static FakePatchwork start() throws IOException {
        return start(0);
    }

    public static FakePatchwork start(int port) throws IOException {
        return new FakePatchwork(port);
    }

    @Override
    public void close() {
        server.close();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /** A whole series arrives, mail by mail; returns its id. */
    public long series(String... mails) {
        return begin(true, true, mails);
    }

    /** Some mails of a series. */
    public long beginSeries(String... mails) {
        return begin(true, false, mails);
    }

    /** A whole series whose completion no event tells: a race that v3.1.3 has. */
    public long silentSeries(String... mails) {
        return begin(false, true, mails);
    }

    /** A whole series whose event of completion is seen only after {@link #release}, with the date that it has now. */
    public long lateSeries(String... mails) {
        synchronized (archive) {
            long series = begin(true, true, mails);
            archive.hold(archive.seriesOf(series));
            return series;
        }
    }

    /** The events of its completion are not seen until {@link #release}. */
    public void hold(long series) {
        synchronized (archive) {
            archive.hold(archive.seriesOf(series));
        }
    }

    /** Events that were held are seen, with their old dates and with new numbers. */
    public void release() {
        synchronized (archive) {
            archive.release();
        }
    }

    private long begin(boolean announced, boolean whole, String... mails) {
        synchronized (archive) {
            Series series = archive.begin(announced, mails);
            if (series.isComplete() != whole) {
                throw new IllegalArgumentException(
                        "a series of " + series.total + " patches, but " + series.patches.size() + " were sent");
            }
            return series.id;
        }
    }

    /** More mails of a series, which may complete it. */
    public void arrive(long series, String... mails) {
        synchronized (archive) {
            for (String mail : mails) {
                archive.arrive(archive.seriesOf(series), mail);
            }
        }
    }

    /** A request to pull; returns its series. */
    public long pullRequest(String mail) {
        return series(mail);
    }

    /** The event of its completion happens once more. */
    public void repeatCompleted(long series) {
        synchronized (archive) {
            archive.completedAgain(archive.seriesOf(series));
        }
    }

    /** Ids in number order. */
    public List<Long> patches(long series) {
        synchronized (archive) {
            return archive.seriesOf(series).byNumber().stream()
                    .map(patch -> patch.id)
                    .toList();
        }
    }

    /** The maintainer bpf sets a state. */
    public void state(long patch, String slug) {
        synchronized (archive) {
            archive.state(archive.patchOf(patch), slug);
        }
    }

    /** The maintainer bpf delegates, to nobody when {@code user} is null. Users who are not known come into being. */
    public void delegate(long patch, @Nullable String user) {
        synchronized (archive) {
            archive.delegate(archive.patchOf(patch), user == null ? null : archive.user(user));
        }
    }

    /** No event tells. */
    public void archive(long patch) {
        synchronized (archive) {
            archive.patchOf(patch).archived = true;
        }
    }

    /** A reply, {@code from} somebody as mails name them. */
    public void comment(long patch, String from, String content) {
        synchronized (archive) {
            archive.comment(archive.patchOf(patch), from, content);
        }
    }

    public void coverComment(long series, String from, String content) {
        synchronized (archive) {
            Cover cover = Objects.requireNonNull(archive.seriesOf(series).cover, "the series has no cover letter");
            archive.comment(cover, from, content);
        }
    }

    /** Somebody else's check. */
    public void foreignCheck(long patch, String user, String state, String context) {
        synchronized (archive) {
            archive.check(
                    archive.patchOf(patch),
                    archive.user(user),
                    state,
                    context,
                    "said by " + user,
                    "https://ci.example/");
        }
    }

    /** All of a patch, the oldest first. */
    public List<Check> checks(long patch) {
        synchronized (archive) {
            return archive.patchOf(patch).checks.stream()
                    .map(FakePatchwork::said)
                    .toList();
        }
    }

    /** What the user "beeyard" says of a patch, by context. */
    public Map<String, Check> newest(long patch) {
        Map<String, Check> newest = new LinkedHashMap<>();
        checks(patch).stream()
                .filter(check -> check.user().equals("beeyard"))
                .forEach(check -> newest.put(check.context(), check));
        return newest;
    }

    private static Check said(Row row) {
        return new Check(
                row.user().name(),
                row.state(),
                row.context(),
                Objects.requireNonNullElse(row.description(), ""),
                Objects.requireNonNullElse(row.targetUrl(), ""));
    }

    /** "GET /api/1.2/events/?category=series-completed", in order, those with faults as well. */
    public List<String> requests() {
        synchronized (archive) {
            return List.copyOf(server.requests);
        }
    }

    public void forgetRequests() {
        synchronized (archive) {
            server.requests.clear();
        }
    }

    /** For the next {@code times} requests of this method whose path and query contain the text. */
    public void fault(Fault fault, String method, String pathContains, int times) {
        synchronized (archive) {
            server.faults.plan(fault, method, pathContains, times);
        }
    }

    public List<String> faultsToCome() {
        synchronized (archive) {
            return server.faults.left();
        }
    }

    public void forgetFaults() {
        synchronized (archive) {
            server.faults.forget();
        }
    }

    public void slowness(Duration delay) {
        server.slowness = delay;
    }

    /** No token is valid any more. */
    public void revokeToken() {
        synchronized (archive) {
            tokens.clear();
        }
    }

    /** Tokens are as they were. */
    public void restoreTokens() {
        synchronized (archive) {
            tokens.putAll(TOKENS);
        }
    }

    /** All later events have one date. */
    public void equalTimestamps() {
        synchronized (archive) {
            archive.freeze();
        }
    }

    /** The server's time stands here, but for the microseconds that keep its dates apart. */
    public void clock(Instant now) {
        synchronized (archive) {
            archive.clock(now);
        }
    }
}
