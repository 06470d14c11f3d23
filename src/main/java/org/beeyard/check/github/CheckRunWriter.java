package org.beeyard.check.github;

import java.util.List;
import java.util.Optional;
import org.beeyard.github.GithubClient;
import org.beeyard.github.Said;
import org.beeyard.wire.Fault;

/**
 * Brings a check run to what it is to show: made when none of its name and external id is there, changed otherwise. Annotations
 * can only be added, so those that are there are counted.
 */
record CheckRunWriter(GithubClient client) {

    void write(Said.CheckRun run, List<Said.Shown> shown) throws Fault {
        Optional<Said.Shown> there = shown.stream()
                .filter(one -> one.name().equals(run.name()) && one.externalId().equals(run.externalId()))
                .findFirst();
        int annotated = there.map(Said.Shown::annotations).orElse(0);
        long id;
        if (there.isEmpty()) {
            Said.CheckRun part = part(run, 0);
            id = client.create(part).id();
            annotated = part.annotations().size();
        } else {
            id = there.get().id();
            if (!isShown(run, there.get())) {
                Said.CheckRun part = part(run, annotated);
                client.update(id, part);
                annotated += part.annotations().size();
            }
        }
        while (annotated < run.annotations().size()) {
            Said.CheckRun part = part(run, annotated);
            client.update(id, part);
            annotated += part.annotations().size();
        }
    }

    private static boolean isShown(Said.CheckRun run, Said.Shown there) {
        return run.state() == there.state()
                && run.output().title().equals(there.title())
                && run.url().equals(there.url());
    }

    /** With as many of the annotations after the first ones as one request takes. */
    private static Said.CheckRun part(Said.CheckRun run, int from) {
        int all = run.annotations().size();
        int start = Math.min(from, all);
        return new Said.CheckRun(
                run.name(),
                run.head(),
                run.externalId(),
                run.state(),
                run.url(),
                run.output(),
                run.annotations().subList(start, Math.min(all, start + GithubClient.ANNOTATIONS)));
    }
}
