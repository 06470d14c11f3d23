package org.beeyard.github;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.beeyard.wire.Fault;
import org.jspecify.annotations.Nullable;
import org.kohsuke.github.GHCheckRun;
import org.kohsuke.github.GHCheckRunBuilder;
import org.kohsuke.github.GHCommitPointer;
import org.kohsuke.github.GHCommitState;
import org.kohsuke.github.GHCommitStatus;
import org.kohsuke.github.GHIssueState;
import org.kohsuke.github.GHLabel;
import org.kohsuke.github.GHPullRequest;
import org.kohsuke.github.GHUser;

/** Between the library's types and what the farm says and hears. */
final class Translation {

    private Translation() {}

    static Said.Pull pull(GHPullRequest pull, String repository, Optional<Integer> commits) throws IOException {
        return new Said.Pull(
                pull.getNumber(),
                text(pull.getTitle()),
                text(pull.getBody()),
                login(pull.getUser()),
                String.valueOf(pull.getHtmlUrl()),
                commit(pull.getHead().getSha()),
                branch(pull.getHead(), repository),
                text(pull.getBase().getRef()),
                pull.getLabels().stream().map(GHLabel::getName).collect(Collectors.toSet()),
                pull.getState() == GHIssueState.OPEN,
                pull.getMergedAt() != null,
                pull.getUpdatedAt().toInstant(),
                commits);
    }

    private static Optional<String> branch(GHCommitPointer head, String repository) {
        return Optional.ofNullable(head.getRepository())
                .filter(from -> repository.equalsIgnoreCase(from.getFullName()))
                .map(_ -> text(head.getRef()));
    }

    private static String login(@Nullable GHUser user) {
        return user == null ? "" : text(user.getLogin());
    }

    private static String text(@Nullable String text) {
        return text == null ? "" : text;
    }

    static String commit(String sha) throws Fault {
        if (!sha.matches("[0-9a-f]{40}")) {
            throw new Fault(Fault.Kind.BROKEN, "the answer names a commit that is none");
        }
        return sha;
    }

    static Said.Shown shown(GHCheckRun run) {
        Said.State state = switch (run.getStatus()) {
            case QUEUED, IN_PROGRESS -> Said.State.PENDING;
            case COMPLETED ->
                switch (run.getConclusion()) {
                    case SUCCESS -> Said.State.SUCCESS;
                    case NEUTRAL -> Said.State.NEUTRAL;
                    case FAILURE -> Said.State.FAILURE;
                    case null, default -> Said.State.OTHER;
                };
            case null, default -> Said.State.OTHER;
        };
        GHCheckRun.Output output = run.getOutput();
        return new Said.Shown(
                run.getId(),
                text(run.getName()),
                text(run.getExternalId()),
                state,
                output == null ? "" : text(output.getTitle()),
                run.getDetailsUrl() == null ? "" : run.getDetailsUrl().toString(),
                output == null ? 0 : output.getAnnotationsCount());
    }

    static GHCheckRunBuilder filled(GHCheckRunBuilder builder, Said.CheckRun run) {
        GHCheckRunBuilder.Output output = new GHCheckRunBuilder.Output(
                        run.output().title(), run.output().summary())
                .withText(run.output().text());
        for (Said.Annotation annotation : run.annotations()) {
            output.add(new GHCheckRunBuilder.Annotation(
                            annotation.path(),
                            annotation.line(),
                            GHCheckRun.AnnotationLevel.FAILURE,
                            annotation.message())
                    .withTitle(annotation.title()));
        }
        builder.add(output);
        if (!run.url().isEmpty()) {
            builder.withDetailsURL(run.url());
        }
        return switch (run.state()) {
            case PENDING -> builder.withStatus(GHCheckRun.Status.IN_PROGRESS);
            case SUCCESS -> completed(builder, GHCheckRun.Conclusion.SUCCESS);
            case NEUTRAL, OTHER -> completed(builder, GHCheckRun.Conclusion.NEUTRAL);
            case FAILURE -> completed(builder, GHCheckRun.Conclusion.FAILURE);
        };
    }

    private static GHCheckRunBuilder completed(GHCheckRunBuilder builder, GHCheckRun.Conclusion conclusion) {
        return builder.withStatus(GHCheckRun.Status.COMPLETED).withConclusion(conclusion);
    }

    static Said.Shown shown(GHCommitStatus status) {
        return new Said.Shown(
                status.getId(),
                text(status.getContext()),
                "",
                state(status.getState()),
                text(status.getDescription()),
                text(status.getTargetUrl()),
                0);
    }

    private static Said.State state(@Nullable GHCommitState state) {
        return switch (state) {
            case PENDING -> Said.State.PENDING;
            case SUCCESS -> Said.State.SUCCESS;
            case FAILURE -> Said.State.FAILURE;
            case null, default -> Said.State.OTHER;
        };
    }

    static GHCommitState state(Said.State state) {
        return switch (state) {
            case PENDING -> GHCommitState.PENDING;
            case SUCCESS, NEUTRAL, OTHER -> GHCommitState.SUCCESS;
            case FAILURE -> GHCommitState.FAILURE;
        };
    }
}
