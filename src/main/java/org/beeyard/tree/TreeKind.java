package org.beeyard.tree;

import java.util.Map;
import java.util.Set;

/**
 * What a tree holds: a kernel, or a part of one that has a repository of its own, under other paths. The parts' paths are those of
 * {@code scripts/sync-kernel.sh} in libbpf/libbpf and libbpf/bpftool.
 */
public enum TreeKind {
    KERNEL("", Map.of(), Set.of(), ""),
    /** Its headers of the kernel's interface are for itself alone: programs and tests are built with those of the kernel they run on. */
    LIBBPF(
            "tools/lib/bpf",
            Map.of("src", "tools/lib/bpf", "include/uapi", "tools/lib/bpf/include/uapi"),
            Set.of("Makefile", "Build", ".gitignore", "bpf_helper_defs.h"),
            "src/libbpf.c"),
    /** Its submodule libbpf counts for nothing: it is built with the kernel's. */
    BPFTOOL(
            "tools/bpf/bpftool",
            Map.of(
                    "src", "tools/bpf/bpftool",
                    "docs", "tools/bpf/bpftool/Documentation",
                    "bash-completion", "tools/bpf/bpftool/bash-completion"),
            Set.of("Makefile", "Makefile.include", "Makefile.feature", ".gitignore"),
            "src/main.c");

    private final String place;
    private final Map<String, String> folders;
    private final Set<String> building;
    private final String mark;

    TreeKind(String place, Map<String, String> folders, Set<String> building, String mark) {
        this.place = place;
        this.folders = folders;
        this.building = building;
        this.mark = mark;
    }

    /** Of the kernel, the folder that is the repository's. */
    public String place() {
        return place;
    }

    /** Folders of the repository, each with the kernel's for it. */
    public Map<String, String> folders() {
        return folders;
    }

    /** Whether the file says how the part is built, or is made by that: it is not the same in the kernel and in the repository. */
    public boolean builds(String path) {
        return building.contains(path.substring(path.lastIndexOf('/') + 1));
    }

    /** A file without which it is no such tree. */
    String mark() {
        return mark;
    }

    public boolean isPart() {
        return this != KERNEL;
    }
}
