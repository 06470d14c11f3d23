package org.beeyard.tree;

import java.nio.file.Path;

/** Where a tree comes from. */
public sealed interface TreeSource {

    /** A repository elsewhere; only its newest commit is fetched. */
    record Remote(String url, String branch) implements TreeSource {}

    /** A repository on this machine, whose objects are borrowed and never written. */
    record Local(Path repository, String branch) implements TreeSource {}

    /** A folder of sources, or a tarball of them (.tar, .tar.gz, .tar.xz, .tar.zst), imported as one commit. */
    record Sources(Path folderOrTarball) implements TreeSource {}
}
