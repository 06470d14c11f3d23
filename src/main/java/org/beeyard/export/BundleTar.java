package org.beeyard.export;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * One tar of files of ours and of the content of archives that strangers made. Whoever unpacks it gets files below its one folder and nowhere
 * else: nothing has a path out of it, and nothing is below a link.
 */
final class BundleTar {

    private static final int MOST_ENTRIES = 60_000;
    private static final long MOST_BYTES = 16L << 30;
    private static final int MOST_NAME = 300;
    private static final int EXECUTABLE = 0755;
    private static final int PLAIN = 0644;

    private final TarArchiveOutputStream out;
    private final String folder;
    private final Set<String> links = new HashSet<>();
    private final Set<String> files = new HashSet<>();
    private int entries;
    private long bytes;

    BundleTar(OutputStream out, String folder) {
        this.out = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        this.out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        this.out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        this.folder = folder;
    }

    /** Where the content of an archive goes. */
    interface Place {
        /** @param name of ours: without dots, not absolute; empty when it is left out */
        Optional<String> of(String name);

        /** Whether there may be links: only where nobody but the guest goes by names. */
        default boolean links(String placed) {
            return false;
        }
    }

    void file(String name, boolean executable, byte[] content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(folder + "/" + name);
        entry.setSize(content.length);
        entry.setMode(executable ? EXECUTABLE : PLAIN);
        put(entry);
        out.write(content);
        out.closeArchiveEntry();
        files.add(name);
    }

    /** @param archive a tar.zst */
    void contentOf(InputStream archive, Place place) throws IOException {
        try (TarArchiveInputStream in =
                new TarArchiveInputStream(new ZstdInputStream(archive), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry; (entry = in.getNextEntry()) != null; ) {
                Optional<String> name = safe(entry.getName()).flatMap(place::of);
                if (name.isPresent() && !belowLink(name.get())) {
                    take(entry, name.get(), place, in);
                }
            }
        }
    }

    private void take(TarArchiveEntry entry, String name, Place place, InputStream in) throws IOException {
        if (entry.isDirectory()) {
            if (!files.contains(name)) {
                put(new TarArchiveEntry(folder + "/" + name + "/"));
                out.closeArchiveEntry();
            }
        } else if (entry.isSymbolicLink()) {
            if (place.links(name) && !entry.getLinkName().isEmpty() && !files.contains(name)) {
                TarArchiveEntry link = new TarArchiveEntry(folder + "/" + name, TarConstants.LF_SYMLINK);
                link.setLinkName(entry.getLinkName());
                put(link);
                out.closeArchiveEntry();
                links.add(name);
            }
        } else if (entry.isLink()) {
            Optional<String> target =
                    safe(entry.getLinkName()).flatMap(place::of).filter(files::contains);
            if (target.isPresent() && files.add(name)) {
                TarArchiveEntry link = new TarArchiveEntry(folder + "/" + name, TarConstants.LF_LINK);
                link.setLinkName(folder + "/" + target.get());
                put(link);
                out.closeArchiveEntry();
            }
        } else if (isPlain(entry) && files.add(name)) {
            TarArchiveEntry file = new TarArchiveEntry(folder + "/" + name);
            file.setSize(entry.getRealSize());
            file.setMode((entry.getMode() & 0111) != 0 ? EXECUTABLE : PLAIN);
            bytes += file.getSize();
            put(file);
            in.transferTo(out);
            out.closeArchiveEntry();
        }
    }

    /** No device, pipe or what else there is. */
    private static boolean isPlain(TarArchiveEntry entry) {
        return switch (entry.getLinkFlag()) {
            case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM, TarConstants.LF_GNUTYPE_SPARSE -> true;
            default -> false;
        };
    }

    /** Everything is of the same age, so that the same content is the same tar. */
    private void put(TarArchiveEntry entry) throws IOException {
        if (++entries > MOST_ENTRIES || bytes > MOST_BYTES) {
            throw new IOException("the archive has more in it than a kernel and its tests can have");
        }
        entry.setModTime(0);
        entry.setUserId(0);
        entry.setGroupId(0);
        entry.setUserName("");
        entry.setGroupName("");
        out.putArchiveEntry(entry);
    }

    private boolean belowLink(String name) {
        if (links.contains(name)) {
            return true;
        }
        for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
            String above = name.substring(0, slash);
            if (links.contains(above) || files.contains(above)) {
                return true;
            }
        }
        return false;
    }

    /** Without the dot that names begin with in our archives; empty for what leads elsewhere, or to the archive as a whole. */
    static Optional<String> safe(String name) {
        String plain = name.replaceAll("^(\\./+)+", "").replaceAll("/+$", "");
        boolean leads = plain.startsWith("/")
                || plain.isEmpty()
                || plain.length() > MOST_NAME
                || plain.indexOf('\0') >= 0
                || Arrays.stream(plain.split("/", -1)).anyMatch(p -> p.isEmpty() || p.equals(".") || p.equals(".."));
        return leads ? Optional.empty() : Optional.of(plain);
    }

    /** Ends the tar, and leaves the stream open. */
    void finish() throws IOException {
        out.finish();
        out.flush();
    }
}
