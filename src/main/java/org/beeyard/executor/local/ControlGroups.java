package org.beeyard.executor.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The control groups that a machine lets this farm make, of the kernel's two kinds; found out by making one. In a container a
 * folder may look writable and take nothing.
 *
 * @param parents in each of which an attempt has a group: one a controller with the old kind, one in all with the new one, none where
 *     there can be none
 * @param words for the log, a clause
 */
record ControlGroups(List<Path> parents, String words) {

    private static final String FARM = "beeyard";
    private static final String CONTROLLERS = "+memory +cpu +pids";

    /** @param root where they are mounted */
    static ControlGroups under(Path root) {
        boolean fresh = Files.exists(root.resolve("cgroup.controllers"));
        try {
            return fresh ? v2(root) : v1(root);
        } catch (IOException e) {
            return new ControlGroups(
                    List.of(),
                    "limits of single processes only: there are no control groups to be had (" + e.getMessage() + ")");
        }
    }

    private static ControlGroups v2(Path root) throws IOException {
        Path farm = Files.createDirectories(root.resolve(FARM));
        Files.writeString(root.resolve("cgroup.subtree_control"), CONTROLLERS);
        Files.writeString(farm.resolve("cgroup.subtree_control"), CONTROLLERS);
        return new ControlGroups(List.of(farm), "control groups v2");
    }

    private static ControlGroups v1(Path root) throws IOException {
        List<Path> controllers = List.of(root.resolve("memory"), root.resolve("cpu"), root.resolve("pids"));
        for (Path controller : controllers) {
            if (!Files.isWritable(controller.resolve("cgroup.procs"))) {
                throw new IOException(controller + " cannot be written");
            }
            Files.createDirectories(controller.resolve(FARM));
        }
        return new ControlGroups(
                controllers.stream().map(controller -> controller.resolve(FARM)).toList(), "control groups v1");
    }

    /** @param work the attempt's folder: two farms of one machine may count alike, and never share it */
    ControlGroup of(Path work) {
        String name = work.getFileName() + "-" + Integer.toHexString(work.hashCode());
        return new ControlGroup(
                parents.stream().map(parent -> parent.resolve(name)).toList());
    }
}
