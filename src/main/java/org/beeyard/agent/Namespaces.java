package org.beeyard.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Inside the build root, in namespaces of its own, without network, capabilities or a view of the host. */
final class Namespaces implements Confinement {

    private final Places places;
    private final Optional<String> trusted;

    /** @param trusted the user number that programs get on a host without user namespaces, where this process is root */
    Namespaces(Places places, Optional<String> trusted) {
        this.places = places;
        this.trusted = trusted;
    }

    @Override
    public Optional<String> warning() {
        return trusted.map(uid -> "Patches are trusted here: what they build runs without a user namespace, as user "
                + uid + " of the host.");
    }

    @Override
    public List<String> commandLine(Box box) {
        List<String> all = new ArrayList<>(box.manners());
        all.addAll(List.of(
                "bash",
                places.script("sandbox").toString(),
                "--root",
                places.root().orElseThrow().toString()));
        trusted.ifPresent(uid -> all.addAll(List.of("--trusted", uid)));
        all.add("--announce");
        box.mounts().forEach(mount -> all.addAll(option(mount)));
        box.devices().forEach(device -> all.addAll(List.of("--dev", device)));
        box.env().forEach((name, value) -> all.addAll(List.of("--env", name + "=" + value)));
        all.addAll(List.of("--ro", places.scripts() + ":/inputs/scripts", "--"));
        all.addAll(box.command());
        return all;
    }

    private static List<String> option(Box.Mount mount) {
        return switch (mount) {
            case Box.Mount.Bind bind -> List.of(bind.writable() ? "--rw" : "--ro", bind.from() + ":" + bind.to());
            case Box.Mount.Overlay overlay ->
                List.of(
                        "--overlay",
                        String.join(
                                        ":",
                                        overlay.lower().stream()
                                                .map(Object::toString)
                                                .toList())
                                + "|" + overlay.upper() + "|" + overlay.work() + "|" + overlay.to());
        };
    }

    @Override
    public String seen(String line) {
        return line;
    }

    /** The namespace's first process takes all others with it. */
    @Override
    public void sweep() {}
}
