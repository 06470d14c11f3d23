package org.beeyard.export;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Function;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.Outcome;
import org.jspecify.annotations.Nullable;

/** A run in version 5.3 of KCIDB's format: one checkout, its builds, and every test of every attempt. Pure. */
final class KcidbJson {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(com.fasterxml.jackson.core.StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    private final KernelCheckout checkout;
    private final JsonGenerator json;

    private KcidbJson(KernelCheckout checkout, JsonGenerator json) {
        this.checkout = checkout;
        this.json = json;
    }

    static void write(KernelCheckout checkout, Function<KernelCheckout.Suite, Results> results, OutputStream out)
            throws IOException {
        try (JsonGenerator json = FACTORY.createGenerator(out, JsonEncoding.UTF8)) {
            new KcidbJson(checkout, json).all(results);
        }
    }

    private void all(Function<KernelCheckout.Suite, Results> results) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("version");
        json.writeNumberField("major", 5);
        json.writeNumberField("minor", 3);
        json.writeEndObject();
        json.writeArrayFieldStart("checkouts");
        checkout();
        json.writeEndArray();
        json.writeArrayFieldStart("builds");
        for (KernelCheckout.Build build : checkout.builds()) {
            build(build);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("tests");
        for (KernelCheckout.Suite suite : checkout.suites()) {
            suite(suite);
            results.apply(suite).each(row -> test(suite, row));
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private void checkout() throws IOException {
        json.writeStartObject();
        identity("checkout", checkout.run());
        text("tree_name", checkout.tree());
        if (checkout.repository() != null) {
            text("git_repository_url", checkout.repository().toString());
            text("git_repository_branch", checkout.branch());
        }
        if (checkout.commit().matches("[0-9a-f]{40}")) {
            text("git_commit_hash", checkout.commit());
        }
        text("patchset_hash", checkout.patchset());
        if (checkout.patches() > 0) {
            json.writeArrayFieldStart("patchset_files");
            for (int i = 1; i <= checkout.patches(); i++) {
                resource(
                        String.format(java.util.Locale.ROOT, "%04d.patch", i),
                        checkout.farm() + "/api/v1/series/" + checkout.series() + "/patches/" + i + ".patch");
            }
            json.writeEndArray();
        }
        text("message_id", checkout.messageId());
        text("comment", checkout.comment());
        time("start_time", checkout.createdAt());
        time("origin_builds_finish_time", checkout.builtAt());
        time("origin_tests_finish_time", checkout.finishedAt());
        json.writeBooleanField("valid", true);
        json.writeObjectFieldStart("misc");
        text("page", checkout.farm() + "/runs/" + checkout.run());
        json.writeEndObject();
        json.writeEndObject();
    }

    private void build(KernelCheckout.Build build) throws IOException {
        json.writeStartObject();
        identity("build", build.job());
        text("checkout_id", id("checkout", checkout.run()));
        text("comment", build.sentence());
        text("architecture", build.arch().replaceAll("[^a-z0-9_]", "_"));
        text("compiler", build.compiler());
        text("config_name", build.config());
        time("start_time", build.startedAt());
        duration(build.startedAt(), build.finishedAt());
        log(build.attempt());
        text("status", status(build.ending()));
        json.writeEndObject();
    }

    private void suite(KernelCheckout.Suite suite) throws IOException {
        json.writeStartObject();
        identity("attempt", suite.attempt());
        about(suite, path(suite.suite()), suite.sentence());
        environment(suite);
        time("start_time", suite.startedAt());
        duration(suite.startedAt(), suite.finishedAt());
        text("status", status(suite.ending()));
        json.writeEndObject();
    }

    private void test(KernelCheckout.Suite suite, Results.Row row) throws IOException {
        json.writeStartObject();
        text("id", id("attempt", suite.attempt()) + "-" + row.id());
        text("origin", checkout.origin());
        about(suite, path(suite.suite(), row.test(), row.subtest()), row.name());
        text("log_excerpt", row.excerpt());
        text(
                "status",
                switch (row.outcome()) {
                    case PASS -> "PASS";
                    case SKIP, UNFIT -> "SKIP";
                    case FAIL -> "FAIL";
                    case ERROR -> "ERROR";
                    case MISSING -> "MISS";
                });
        if (row.millis() >= 0) {
            json.writeNumberField("duration", row.millis() / 1000.0);
        }
        json.writeEndObject();
    }

    private void about(KernelCheckout.Suite suite, String path, @Nullable String comment) throws IOException {
        text("build_id", id("build", suite.build()));
        text("path", path);
        text("comment", comment);
        log(suite.attempt());
        json.writeObjectFieldStart("misc");
        text("purpose", suite.purpose());
        json.writeEndObject();
    }

    private void environment(KernelCheckout.Suite suite) throws IOException {
        json.writeObjectFieldStart("environment");
        text("comment", suite.host());
        json.writeObjectFieldStart("misc");
        text("accelerator", suite.accelerator());
        json.writeEndObject();
        json.writeEndObject();
    }

    /** As the kernel's selftests are filed there. Parts have a small alphabet; the comment has the true name. */
    static String path(String suite, String... names) {
        StringBuilder path = new StringBuilder(suite.equals("sched_ext") ? "kselftest" : "kselftest.bpf");
        path.append('.').append(part(suite));
        for (String name : names) {
            if (!name.isEmpty()) {
                path.append('.').append(part(name));
            }
        }
        return path.toString();
    }

    private static String part(String text) {
        return text.replaceAll("[^a-zA-Z0-9_-]", "_");
    }

    private static String status(Ending ending) {
        return switch (ending) {
            case PASSED -> Outcome.PASS.name();
            case FAILED -> Outcome.FAIL.name();
            case TIMED_OUT -> Outcome.ERROR.name();
            case ERROR, CANCELLED -> "MISS";
        };
    }

    private void identity(String kind, long id) throws IOException {
        text("id", id(kind, id));
        text("origin", checkout.origin());
    }

    private String id(String kind, long id) {
        return checkout.origin() + ":" + kind + "-" + id;
    }

    private void log(@Nullable Long attempt) throws IOException {
        if (attempt != null) {
            text("log_url", checkout.farm() + "/attempts/" + attempt + "/log.txt");
        }
    }

    private void resource(String name, String url) throws IOException {
        json.writeStartObject();
        text("name", name);
        text("url", url);
        json.writeEndObject();
    }

    private void duration(@Nullable Instant from, @Nullable Instant to) throws IOException {
        if (from != null && to != null) {
            json.writeNumberField("duration", Duration.between(from, to).toMillis() / 1000.0);
        }
    }

    private void time(String name, @Nullable Instant time) throws IOException {
        text(name, time == null ? null : time.toString());
    }

    /** Nothing is null there, and NUL is in no text. */
    private void text(String name, @Nullable String text) throws IOException {
        if (text != null) {
            json.writeStringField(name, text.replace('\0', '\uFFFD'));
        }
    }
}
