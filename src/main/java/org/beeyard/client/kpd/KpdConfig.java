package org.beeyard.client.kpd;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.beeyard.tree.OwnBranch;

/**
 * A Kernel Patches Daemon's configuration, version 3, as far as a farm has a use for it. Secrets are not taken along.
 *
 * @param branches by name
 * @param tags what a subject may say → the branches to try, in order
 * @param left keys that are there and have no counterpart, such as {@code branches.*.repo}
 */
record KpdConfig(
        Map<String, Branch> branches,
        Map<String, List<String>> tags,
        Patchwork patchwork,
        Optional<Mail> mail,
        List<String> left) {

    /** The tag of series that no other tag sends anywhere. */
    static final String DEFAULT = "__DEFAULT__";

    KpdConfig {
        branches = Collections.unmodifiableMap(new LinkedHashMap<>(branches));
        tags = Collections.unmodifiableMap(new LinkedHashMap<>(tags));
        left = List.copyOf(left);
    }

    /** @param mirror where the daemon pushes to */
    record Branch(Repository upstream, Repository ci, Optional<Mirror> mirror) {}

    /**
     * A repository on GitHub, or on an Enterprise server.
     *
     * @param name {@code owner/name}
     * @param token whether there is one
     * @param app the number of an App
     */
    record Mirror(String host, String name, boolean token, Optional<Integer> app) {

        private static final Pattern ADDRESS = Pattern.compile(
                "(?:https?://(?:[^/@]*@)?|git@|ssh://git@)([\\w.-]+(?::\\d+)?)[/:]([\\w.-]+/[\\w.-]+?)(?:\\.git)?/*");

        /** Empty when the address is none of a repository on such a server. */
        static Optional<Mirror> at(String address, boolean token, Optional<Integer> app) {
            Matcher parts = ADDRESS.matcher(address);
            return parts.matches()
                    ? Optional.of(new Mirror(parts.group(1), parts.group(2), token, app))
                    : Optional.empty();
        }
    }

    /** The mirrors that a farm can have: it knows one server, and its trees' names are parts of branches' names. */
    Map<String, Mirror> mirrors() {
        Map<String, Mirror> mirrors = new LinkedHashMap<>();
        branches.forEach((name, branch) -> branch.mirror()
                .filter(mirror -> OwnBranch.fits(name))
                .filter(mirror ->
                        mirrors.values().stream().allMatch(other -> other.host().equals(mirror.host())))
                .ifPresent(mirror -> mirrors.put(name, mirror)));
        return mirrors;
    }

    /** @param secret whether the address held a name and password, which the URL here does not */
    record Repository(String url, String branch, boolean secret) {

        private static final Pattern CREDENTIALS =
                Pattern.compile("^(?i:(https?://)[^/]*@|([\\w+.-]+://)[^/:@]*:[^/]*@)");

        static Repository at(String address, String branch) {
            String url = CREDENTIALS.matcher(address).replaceFirst("$1$2");
            return new Repository(url, branch, !url.equals(address));
        }
    }

    /**
     * @param label the project as the daemon calls it, which it never tells the server
     * @param lookback days; not positive for no bound
     * @param token whether there is one
     */
    record Patchwork(String server, String label, List<Search> searches, int lookback, boolean token) {

        Patchwork {
            searches = List.copyOf(searches);
        }

        boolean isKernelOrgsBpf() {
            return server.equals("patchwork.kernel.org") && label.equals("bpf");
        }

        /** By the projects' link names; a search that names no project is taken for one in the label's. */
        Map<String, List<Search>> projects() {
            String project = isKernelOrgsBpf() ? "netdevbpf" : label;
            Map<String, List<Search>> projects = searches.stream()
                    .collect(Collectors.groupingBy(
                            search -> search.project().orElse(project), LinkedHashMap::new, Collectors.toList()));
            return projects.isEmpty() ? Map.of(project, List.of()) : projects;
        }
    }

    /** A query for patches. */
    record Search(Optional<String> project, List<String> delegates, boolean archived) {

        Search {
            delegates = List.copyOf(delegates);
        }

        static List<String> delegates(List<Search> searches) {
            return searches.stream()
                    .flatMap(search -> search.delegates().stream())
                    .distinct()
                    .toList();
        }
    }

    /**
     * @param allowed regular expressions of submitters' addresses
     * @param everyone whether all submitters get mails, whatever is allowed
     */
    record Mail(
            String host,
            int port,
            String user,
            String from,
            List<String> to,
            List<String> cc,
            List<String> allowed,
            boolean everyone) {

        /** Where the daemon connects, whatever its port says. */
        static final int PORT = 465;

        Mail {
            to = List.copyOf(to);
            cc = List.copyOf(cc);
            allowed = List.copyOf(allowed);
        }
    }
}
