package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.beeyard.protocol.AttemptSpec;
import org.beeyard.protocol.Ending;
import org.beeyard.protocol.HostArch;
import org.beeyard.protocol.InfraReason;

/** Looks whether builds and VMs can run here: confinement, compiler, QEMU, the guest's root, KVM where it is wanted. */
final class PlaceProbe {

    private final AttemptSpec.Probe probe;
    private final Places places;
    private final LogShipper log;
    private final Sandbox sandbox;

    PlaceProbe(AttemptSpec.Probe probe, Places places, LogShipper log, Sandbox sandbox) {
        this.probe = probe;
        this.places = places;
        this.log = log;
        this.sandbox = sandbox;
    }

    Conclusion run() throws IOException, InterruptedException {
        String host = HostArch.name();
        String arch = probe.arch().equals("any") ? host : probe.arch();
        log.line("##[step] looking at the place");
        Acceleration.Choice choice = new Acceleration(places.cache()).choose(probe.acceleration(), arch);
        log.line("beeyard: " + choice.why());
        if (!choice.possible()) {
            return Conclusion.error(InfraReason.KVM_UNAVAILABLE, choice.why());
        }
        List<String> boots = new ArrayList<>(List.of(arch));
        boots.addAll(probe.emulates());
        Optional<String> noGuest =
                boots.stream().flatMap(name -> places.noGuest(name).stream()).findFirst();
        if (noGuest.isPresent()) {
            return Conclusion.error(InfraReason.QEMU_UNUSABLE, noGuest.get());
        }
        List<String> words = new ArrayList<>();
        int status = sandbox.run(
                new Box().command("/inputs/scripts/probe", String.join(" ", boots), String.join(" ", probe.builds())),
                line -> {
                    log.line(line);
                    words.add(line);
                });
        if (status != 0) {
            return Conclusion.error(
                    status == Sandbox.NOT_SET_UP ? InfraReason.AGENT_FAILED : InfraReason.QEMU_UNUSABLE,
                    "The place is not fit: " + (words.isEmpty() ? "exit status " + status : words.getLast()) + ".");
        }
        return new Conclusion(
                Ending.PASSED,
                null,
                "Ready for " + arch + besides() + ": processors "
                        + Runtime.getRuntime().availableProcessors() + ", "
                        + (Files.getFileStore(places.work()).getUsableSpace() >> 30) + " GiB of disk, "
                        + words.getLast() + ", " + (choice.kvm() ? "KVM" : "emulation") + ".",
                choice.kvm() ? "kvm" : "tcg",
                0,
                List.of(),
                List.of());
    }

    private String besides() {
        return (probe.builds().isEmpty() ? "" : ", building " + String.join(", ", probe.builds()))
                + (probe.emulates().isEmpty() ? "" : ", emulating " + String.join(", ", probe.emulates()));
    }
}
