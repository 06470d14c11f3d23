package org.beeyard.boot;

import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.beeyard.check.MailConfig;
import org.beeyard.patchwork.PatchworkConfig;
import org.beeyard.wire.FarmConfig;

/** What is wrong in the parts of the configuration about those outside: the farm's own address, Patchwork and mail. Pure but for files. */
final class OutsideCheck {

    private static final Duration FASTEST = Duration.ofSeconds(5);

    /** Patchwork takes links of 200 characters; the paths of pages need some. */
    private static final int LONGEST_URL = 150;

    private OutsideCheck() {}

    static List<String> problems(FarmConfig farm, PatchworkConfig patchwork, MailConfig mail) {
        List<String> problems = new ArrayList<>();
        farm.url().flatMap(OutsideCheck::unfit).ifPresent(why -> problems.add("farm.url: " + why));
        Set<String> names = new HashSet<>();
        List<PatchworkConfig.Source> sources = patchwork.patchwork();
        for (int i = 0; i < sources.size(); i++) {
            PatchworkConfig.Source source = sources.get(i);
            String key = "sources.patchwork[" + i + "]";
            source(key, source, farm, problems);
            if (!names.add(source.name())) {
                problems.add(key + ": " + source.name() + " is there twice; name all its delegates in one entry.");
            }
        }
        if (mail.host().isPresent() && mail.from().isEmpty()) {
            problems.add("mail.from: is needed with mail.host; it is who the mails come from.");
        }
        for (String who : mail.submitters()) {
            try {
                Pattern.compile(who);
            } catch (PatternSyntaxException e) {
                problems.add("mail.submitters: '" + who + "' is no regular expression: " + e.getDescription() + ".");
            }
        }
        return problems;
    }

    private static void source(String key, PatchworkConfig.Source source, FarmConfig farm, List<String> problems) {
        if (!isWeb(source.url())) {
            problems.add(key + ".url: must be like https://patchwork.example.org.");
        }
        boolean speaks = source.token().filter(token -> !token.isBlank()).isPresent()
                || source.tokenFile().isPresent();
        if (speaks && farm.url().isEmpty()) {
            problems.add(key + ": with a token checks are published, and they link to farm.url, which is not there.");
        }
        source.tokenFile()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> problems.add(key + ".token-file: " + file + " cannot be read."));
        source.ca()
                .filter(file -> !Files.isReadable(file))
                .ifPresent(file -> problems.add(key + ".ca: " + file + " cannot be read."));
        source.proxy()
                .filter(proxy -> proxy.getHost() == null || proxy.getPort() < 1)
                .ifPresent(proxy -> problems.add(key + ".proxy: must be like http://proxy.example.org:3128."));
        if (source.recheck().isPresent() && source.api().equals("1.2")) {
            problems.add(key + ".recheck: comments are told from API 1.3 on; set api: \"1.3\".");
        }
        if (source.poll().compareTo(FASTEST) < 0) {
            problems.add(key + ".poll: at least 5s; the server is somebody else's.");
        }
        if (source.rescan().compareTo(source.poll()) < 0) {
            problems.add(key + ".rescan: must not be shorter than poll.");
        }
    }

    private static Optional<String> unfit(URI url) {
        if (!isWeb(url)) {
            return Optional.of("must be like https://ci.example.org.");
        }
        String host = url.getHost();
        if (!host.contains(".") && !host.contains(":") && !host.equals("localhost")) {
            return Optional.of("the host " + host + " has no domain; Patchwork takes no links to such hosts.");
        }
        return url.toString().length() > LONGEST_URL
                ? Optional.of("is longer than " + LONGEST_URL + " characters; Patchwork takes no longer links.")
                : Optional.empty();
    }

    private static boolean isWeb(URI url) {
        return url.getHost() != null && ("http".equals(url.getScheme()) || "https".equals(url.getScheme()));
    }
}
