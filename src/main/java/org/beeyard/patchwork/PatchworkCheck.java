package org.beeyard.patchwork;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.beeyard.wire.ServerCheck;

/** What is wrong under {@code sources.patchwork} in the farm's configuration. Pure but for files. */
public final class PatchworkCheck {

    private static final Duration FASTEST = Duration.ofSeconds(5);

    private PatchworkCheck() {}

    /** @param linked whether the farm has an address to which checks link */
    public static List<String> problems(PatchworkConfig config, boolean linked) {
        List<String> problems = new ArrayList<>();
        Set<String> names = new HashSet<>();
        List<PatchworkConfig.Source> sources = config.patchwork();
        for (int i = 0; i < sources.size(); i++) {
            PatchworkConfig.Source source = sources.get(i);
            String key = "sources.patchwork[" + i + "]";
            source(key, source, linked, problems);
            if (!names.add(source.name())) {
                problems.add(key + ": " + source.name() + " is there twice; name all its delegates in one entry.");
            }
        }
        return problems;
    }

    private static void source(String key, PatchworkConfig.Source source, boolean linked, List<String> problems) {
        if (!ServerCheck.isWeb(source.url())) {
            problems.add(key + ".url: must be like https://patchwork.example.org.");
        }
        boolean speaks = source.token().filter(token -> !token.isBlank()).isPresent()
                || source.tokenFile().isPresent();
        if (speaks && !linked) {
            problems.add(key + ": with a token checks are published, and they link to farm.url, which is not there.");
        }
        problems.addAll(ServerCheck.problems(key, source.tokenFile(), source.ca(), source.proxy()));
        if (source.recheck().isPresent() && source.api().equals("1.2")) {
            problems.add(key + ".recheck: comments are told from API 1.3 on; set api: \"1.3\".");
        }
        ServerCheck.tooOften(key, source.poll(), FASTEST).ifPresent(problems::add);
        if (source.rescan().compareTo(source.poll()) < 0) {
            problems.add(key + ".rescan: must not be shorter than poll.");
        }
    }
}
