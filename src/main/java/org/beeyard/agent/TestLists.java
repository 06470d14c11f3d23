package org.beeyard.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.beeyard.protocol.AttemptSpec;

/**
 * Which tests a suite is to run, and which to leave out: the lists of the tested tree, of the CI configuration and of the farm,
 * merged by the rules of upstream's CI. Pure.
 *
 * @param allow empty for all
 * @param sources where they come from, in the order in which they were read
 */
record TestLists(List<String> allow, List<String> deny, List<String> sources) {

    static final TestLists NONE = new TestLists(List.of(), List.of(), List.of());

    private static final int LONGEST = 512;
    private static final int MOST = 20_000;

    TestLists {
        allow = List.copyOf(allow);
        deny = List.copyOf(deny);
        sources = List.copyOf(sources);
    }

    /**
     * What lists are chosen by.
     *
     * @param suite as jobs name it: {@code test_progs_cpuv4}
     * @param deployment {@code rc}, or {@code prod} for the trees that upstream's maintainers look at
     * @param asan whether the selftests are built with the address sanitizer
     */
    record Place(String suite, String arch, String deployment, boolean asan) {}

    /**
     * Texts by the names of their files; nothing where there is no such file.
     *
     * @param tree of the selftests' folder
     * @param ci of the CI configuration's
     */
    record Files(Function<String, Optional<String>> tree, Function<String, Optional<String>> ci) {}

    /**
     * @param only to run these, whatever the ALLOWLIST files say; empty without such a wish
     * @param farm not to be run, besides the DENYLIST files
     */
    static TestLists merged(Files files, Place place, List<String> only, List<String> farm) {
        List<String> sources = new ArrayList<>();
        List<String> allow = new ArrayList<>(only);
        if (only.isEmpty()) {
            read("tree", files.tree(), names("ALLOWLIST", place.arch()), allow, sources);
            read("CI", files.ci(), names("ALLOWLIST", place.arch(), place.deployment(), place.suite()), allow, sources);
        } else {
            sources.add("asked for by name");
        }
        List<String> deny = new ArrayList<>();
        List<String> ofTree = names("DENYLIST", place.arch());
        List<String> ofCi = names("DENYLIST", place.arch(), place.deployment(), place.suite());
        if (place.asan()) {
            ofTree.add("DENYLIST.asan");
            ofCi.add("DENYLIST.asan");
        }
        read("tree", files.tree(), ofTree, deny, sources);
        read("CI", files.ci(), ofCi, deny, sources);
        if (!farm.isEmpty()) {
            deny.addAll(farm);
            sources.add("matrix and rules");
        }
        return new TestLists(normal(allow), normal(deny), sources);
    }

    /**
     * What of these a share is: none of the tests that others run, and of its own those that are allowed. Names are as
     * test_progs reports them; entries may be patterns with {@code *}, and name subtests.
     */
    TestLists of(AttemptSpec.Share share) {
        List<String> sources = new ArrayList<>(this.sources);
        sources.add("the share of one of several VMs");
        if (share.only().isEmpty()) {
            return new TestLists(
                    allow,
                    normal(Stream.concat(deny.stream(), share.except().stream()).toList()),
                    sources);
        }
        List<String> own = allow.isEmpty()
                ? share.only()
                : share.only().stream().flatMap(this::allowed).toList();
        return own.isEmpty()
                ? new TestLists(share.only(), share.only(), sources) // an empty list would allow all
                : new TestLists(normal(own), deny, sources);
    }

    /** Whether all that is allowed is denied by the same name. */
    boolean leaveNothing() {
        return !allow.isEmpty() && deny.containsAll(allow);
    }

    /** Whether the test, or some of its subtests, is to be run. */
    boolean want(String test) {
        return (allow.isEmpty()
                        || allow.stream()
                                .anyMatch(entry -> glob(entry.split("/", 2)[0])
                                        .matcher(test)
                                        .matches()))
                && deny.stream()
                        .noneMatch(entry -> !entry.contains("/")
                                && glob(entry).matcher(test).matches());
    }

    private Stream<String> allowed(String test) {
        List<String> entries = allow.stream()
                .filter(entry -> glob(entry.split("/", 2)[0]).matcher(test).matches())
                .toList();
        return entries.stream().anyMatch(entry -> !entry.contains("/"))
                ? Stream.of(test)
                : entries.stream().map(entry -> test + entry.substring(entry.indexOf('/')));
    }

    private static Pattern glob(String entry) {
        return Pattern.compile(
                Stream.of(entry.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    private static List<String> names(String kind, String... endings) {
        List<String> names = new ArrayList<>(List.of(kind));
        for (String ending : endings) {
            names.add(kind + "." + ending);
        }
        return names;
    }

    private static void read(
            String place,
            Function<String, Optional<String>> folder,
            List<String> names,
            List<String> entries,
            List<String> sources) {
        for (String name : names) {
            folder.apply(name).ifPresent(text -> {
                entries.addAll(text.lines().toList());
                sources.add(place + " " + name);
            });
        }
    }

    /**
     * Without comments, sorted, each once; what is said of a subtest goes where the whole test is listed. Upstream's script
     * sees that only when nothing sorts between the two.
     */
    static List<String> normal(List<String> lines) {
        SortedSet<String> entries = new TreeSet<>();
        for (String line : lines) {
            int hash = line.indexOf('#');
            String entry = (hash < 0 ? line : line.substring(0, hash)).strip();
            if (!entry.isEmpty() && entry.length() <= LONGEST && entries.size() < MOST) {
                entries.add(entry);
            }
        }
        return entries.stream()
                .filter(entry -> {
                    int slash = entry.indexOf('/');
                    return slash <= 0 || !entries.contains(entry.substring(0, slash));
                })
                .toList();
    }
}
