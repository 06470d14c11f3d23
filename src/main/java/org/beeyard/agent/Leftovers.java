package org.beeyard.agent;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import org.beeyard.protocol.LeftName;
import org.beeyard.protocol.Sha256;

/**
 * What a suite that failed leaves, besides what its farm has already, for those who run it again elsewhere: the guest's root, which is packed
 * once a machine and the same for all its attempts, and what was laid down for this attempt's guest.
 */
final class Leftovers {

    private final Places places;
    private final Sandbox sandbox;
    private final Consumer<String> log;

    Leftovers(Places places, Sandbox sandbox, Consumer<String> log) {
        this.places = places;
        this.sandbox = sandbox;
        this.log = log;
    }

    /**
     * What could be packed: the verdict does not depend on it.
     *
     * @param inputs the guest's
     * @param ownRoot whether the VM brings its own, so that the guest's is of no use
     */
    List<Conclusion.Product> pack(String arch, Path inputs, boolean ownRoot) throws InterruptedException {
        try {
            Path folder = Files.createDirectories(places.work().resolve("left"));
            run(new Box()
                    .readOnly(inputs, "/inputs/vm")
                    .writable(folder, "/work/left")
                    .command("/inputs/scripts/guest-pack", "/inputs/vm", "/work/left/" + LeftName.GUEST));
            Conclusion.Product guest = new Conclusion.Product(LeftName.GUEST, folder.resolve(LeftName.GUEST));
            return ownRoot
                    ? List.of(guest)
                    : List.of(guest, new Conclusion.Product(LeftName.GUEST_ROOT, root(arch, folder)));
        } catch (IOException e) {
            log.accept("beeyard: what others need to run this again could not be packed: " + e.getMessage());
            return List.of();
        }
    }

    private Path root(String arch, Path folder) throws IOException, InterruptedException {
        Path kept = Files.createDirectories(places.cache().resolve("guest"));
        Path place = kept.resolve(arch + "-" + edition(arch) + ".tar.zst");
        try (FileChannel channel = FileChannel.open(
                        kept.resolve(arch + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.notExists(place)) {
                run(new Box()
                        .readOnly(places.guest(arch), "/inputs/root")
                        .writable(folder, "/work/left")
                        .command("/inputs/scripts/root-pack", "/inputs/root", "/work/left/" + LeftName.GUEST_ROOT));
                Path fresh = kept.resolve(place.getFileName() + ".new");
                Files.move(folder.resolve(LeftName.GUEST_ROOT), fresh, StandardCopyOption.REPLACE_EXISTING);
                Files.move(fresh, place, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return place;
    }

    /** Another when other packages are in the root, or other ones are taken of them. */
    private String edition(String arch) throws IOException {
        Path root = places.guest(arch);
        Path packages = root.resolve("var/lib/dpkg/status");
        MessageDigest digest = Sha256.fresh();
        digest.update(Files.getLastModifiedTime(root).toString().getBytes(StandardCharsets.UTF_8));
        for (Path part : List.of(packages, places.script("root-pack"), places.script("packages"))) {
            if (Files.exists(part)) {
                digest.update(Files.readAllBytes(part));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, 8);
    }

    private void run(Box box) throws IOException, InterruptedException {
        int status = sandbox.run(box, log);
        if (status != 0) {
            throw new IOException("exit status " + status);
        }
    }
}
