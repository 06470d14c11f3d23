package org.beeyard.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;

/** What strangers' archives can put on the disk of somebody who unpacks a bundle. */
class BundleTarTest {

    private static final BundleTar.Place ROOT = new BundleTar.Place() {
        @Override
        public Optional<String> of(String name) {
            return Optional.of("root/" + name);
        }

        @Override
        public boolean links(String placed) {
            return true;
        }
    };

    private final ByteArrayOutputStream archive = new ByteArrayOutputStream();
    private final TarArchiveOutputStream tar = opened(archive);

    @Test
    void content_comes_with_its_links_and_whether_it_can_be_run() throws IOException {
        file("./bin/sh", 0755, "shell");
        file("./etc/passwd", 0600, "root");
        link("./bin/bash", TarConstants.LF_SYMLINK, "/bin/sh");
        link("./bin/ash", TarConstants.LF_LINK, "./bin/sh");
        assertThat(bundled(ROOT))
                .containsExactly(
                        "755 b/ours.sh: ours",
                        "755 b/root/bin/sh: shell",
                        "644 b/root/etc/passwd: root",
                        "b/root/bin/bash -> /bin/sh",
                        "b/root/bin/ash = b/root/bin/sh");
    }

    @Test
    void nothing_leads_out_of_the_folder() throws IOException {
        file("../../.bashrc", 0644, "evil");
        file("/etc/cron.d/evil", 0644, "evil");
        file("a/../../b", 0644, "evil");
        file("a//b", 0644, "evil");
        link("hard", TarConstants.LF_LINK, "../../.ssh/id");
        link("unknown", TarConstants.LF_LINK, "not/here");
        device("null");
        assertThat(bundled(ROOT)).containsExactly("755 b/ours.sh: ours");
    }

    @Test
    void nothing_is_written_through_a_link() throws IOException {
        link("home", TarConstants.LF_SYMLINK, "/home/developer");
        file("home/.bashrc", 0644, "evil");
        link("home/more", TarConstants.LF_SYMLINK, "/");
        file("home", 0644, "evil");
        link("deep", TarConstants.LF_LINK, "home/.bashrc");
        assertThat(bundled(ROOT)).containsExactly("755 b/ours.sh: ours", "b/root/home -> /home/developer");
    }

    @Test
    void links_are_only_where_the_guest_alone_goes_by_names() throws IOException {
        link("kernel", TarConstants.LF_SYMLINK, "/etc/shadow");
        file("settings", 0644, "evil");
        assertThat(bundled(name -> name.equals("kernel") ? Optional.of(name) : Optional.empty()))
                .containsExactly("755 b/ours.sh: ours");
    }

    @Test
    void what_is_ours_is_not_overwritten() throws IOException {
        file("ours.sh", 0755, "evil");
        link("ours.sh", TarConstants.LF_SYMLINK, "/bin/evil");
        assertThat(bundled(Optional::of)).containsExactly("755 b/ours.sh: ours");
    }

    private List<String> bundled(BundleTar.Place place) throws IOException {
        tar.close();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BundleTar bundle = new BundleTar(out, "b");
        bundle.file("ours.sh", true, "ours".getBytes(StandardCharsets.UTF_8));
        bundle.contentOf(new ByteArrayInputStream(archive.toByteArray()), place);
        bundle.finish();
        List<String> entries = new ArrayList<>();
        try (TarArchiveInputStream in = new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            for (TarArchiveEntry entry; (entry = in.getNextEntry()) != null; ) {
                entries.add(
                        entry.isSymbolicLink()
                                ? entry.getName() + " -> " + entry.getLinkName()
                                : entry.isLink()
                                        ? entry.getName() + " = " + entry.getLinkName()
                                        : Integer.toOctalString(entry.getMode() & 0777) + " " + entry.getName() + ": "
                                                + new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private void file(String name, int mode, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setMode(mode);
        entry.setSize(content.length());
        tar.putArchiveEntry(entry);
        tar.write(content.getBytes(StandardCharsets.UTF_8));
        tar.closeArchiveEntry();
    }

    private void link(String name, byte kind, String target) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(target);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private void device(String name) throws IOException {
        tar.putArchiveEntry(new TarArchiveEntry(name, TarConstants.LF_CHR));
        tar.closeArchiveEntry();
    }

    private static TarArchiveOutputStream opened(ByteArrayOutputStream to) {
        try {
            return new TarArchiveOutputStream(new ZstdOutputStream(to));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
