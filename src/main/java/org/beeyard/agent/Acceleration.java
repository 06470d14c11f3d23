package org.beeyard.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.beeyard.protocol.HostArch;

/**
 * Whether this host's KVM runs a kernel. That {@code /dev/kvm} opens, and even makes a VM, does not tell; only a boot
 * does. So the first boot with KVM is the probe; one that shows that KVM is broken is remembered until the host boots again.
 */
final class Acceleration {

    private static final Path DEVICE = Path.of("/dev/kvm");

    private final Path memory;

    Acceleration(Path cache) throws IOException {
        String boot =
                Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        this.memory = cache.resolve("kvm-broken-" + boot);
    }

    /** @param why a sentence for the log */
    record Choice(boolean kvm, boolean possible, String why) {}

    /** @param wish {@code required}, {@code preferred} or {@code never} */
    Choice choose(String wish, String arch) throws IOException {
        if (wish.equals("never")) {
            return new Choice(false, true, "The pool wants emulation (TCG).");
        }
        String lack = lack(arch);
        if (lack.isEmpty()) {
            return new Choice(true, true, "KVM is used.");
        }
        return new Choice(
                false,
                wish.equals("preferred"),
                "KVM cannot be used, the VM is emulated (TCG) and slower: " + lack + ".");
    }

    private String lack(String arch) throws IOException {
        String host = HostArch.name();
        if (!host.equals(arch)) {
            return "the host is " + host + " and the VM " + arch;
        }
        if (Files.notExists(DEVICE)) {
            return "there is no /dev/kvm";
        }
        if (!Files.isReadable(DEVICE) || !Files.isWritable(DEVICE)) {
            return "/dev/kvm may not be opened by the user that runs the jobs";
        }
        return Files.exists(memory) ? Files.readString(memory).strip() : "";
    }

    /** For all attempts of this host. */
    void broken(String why) throws IOException {
        Files.createDirectories(memory.getParent());
        Files.writeString(memory, why);
    }
}
