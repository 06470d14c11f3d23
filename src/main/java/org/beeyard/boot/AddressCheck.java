package org.beeyard.boot;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.beeyard.github.GithubConfig;
import org.beeyard.tree.CiConfig;
import org.beeyard.tree.TreesConfig;

/** Addresses that git knows and the farm cannot reach: it has no ssh, and nobody's keys. Pure. */
final class AddressCheck {

    /** With the scheme, or as scp has it: {@code git@host:path}. */
    private static final Pattern SSH =
            Pattern.compile("(?:ssh|git\\+ssh|ssh\\+git|sftp)://.*|(?!file:)[^/:]+:(?!//).*");

    private static final String READ = " is reached by ssh, which the farm does not speak."
            + " Name it by https:// or git://, or by repository a clone on this machine.";
    private static final String WRITTEN =
            " is reached by ssh, which the farm does not speak. Name it by https://; the token is the key.";

    private AddressCheck() {}

    static List<String> problems(TreesConfig trees, CiConfig ci, GithubConfig github) {
        List<String> problems = new ArrayList<>();
        new TreeMap<>(trees.all()).forEach((name, tree) -> {
            tree.git()
                    .filter(AddressCheck::isSsh)
                    .ifPresent(url -> problems.add("trees." + name + ".git: " + url + READ));
            tree.mirror()
                    .flatMap(TreesConfig.Mirror::git)
                    .filter(AddressCheck::isSsh)
                    .ifPresent(url -> problems.add("trees." + name + ".mirror.git: " + url + WRITTEN));
        });
        new TreeMap<>(ci.all())
                .forEach((name, origin) -> origin.git()
                        .filter(AddressCheck::isSsh)
                        .ifPresent(url -> problems.add("ci." + name + ".git: " + url + READ)));
        for (int i = 0; i < github.repositories().size(); i++) {
            String key = "github.repositories[" + i + "].git: ";
            github.repositories()
                    .get(i)
                    .git()
                    .filter(AddressCheck::isSsh)
                    .ifPresent(url -> problems.add(key + url + WRITTEN));
        }
        return problems;
    }

    static boolean isSsh(String url) {
        return SSH.matcher(url).matches();
    }
}
