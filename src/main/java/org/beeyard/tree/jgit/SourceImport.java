package org.beeyard.tree.jgit;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.internal.storage.file.PackInserter;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.tukaani.xz.XZInputStream;

/** Makes one commit of a source folder or tarball. The same sources give the same commit on every machine. */
final class SourceImport {

    private static final int REPORT_EVERY = 20_000;

    private SourceImport() {}

    static ObjectId run(FileRepository repository, Path sources, Consumer<String> said) throws IOException {
        DirCache cache = DirCache.newInCore();
        DirCacheBuilder files = cache.builder();
        try (PackInserter inserter = repository.getObjectDatabase().newPackInserter()) {
            inserter.setCompressionLevel(Deflater.BEST_SPEED);
            inserter.checkExisting(false);
            if (Files.isDirectory(sources)) {
                addFolder(sources, inserter, files, said);
            } else {
                addTarball(sources, inserter, files, said);
            }
            files.finish();
            if (cache.getEntryCount() == 0) {
                throw new IOException(sources + " holds no files");
            }
            CommitBuilder commit = new CommitBuilder();
            commit.setTreeId(cache.writeTree(inserter));
            PersonIdent farm = new PersonIdent("Beeyard", "farm@localhost", Instant.EPOCH, ZoneOffset.UTC);
            commit.setAuthor(farm);
            commit.setCommitter(farm);
            commit.setMessage("Sources of " + sources.getFileName() + "\n");
            ObjectId id = inserter.insert(commit);
            inserter.flush();
            return id;
        }
    }

    private static void addTarball(Path tarball, PackInserter inserter, DirCacheBuilder files, Consumer<String> said)
            throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(unpacked(tarball))) {
            int count = 0;
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                String name = entry.getName();
                int slash = name.startsWith("./") ? name.indexOf('/', 2) : name.indexOf('/');
                String path = slash < 0 ? "" : name.substring(slash + 1); // tarballs have one folder around all
                if (entry.isDirectory() || path.isEmpty() || entry.isLink()) {
                    continue;
                }
                if (!PatchSafety.isInside(path)) {
                    throw new IOException(
                            tarball + " holds a path that leads out of the tree: " + PatchSafety.printable(name));
                }
                ObjectId blob;
                FileMode mode;
                if (entry.isSymbolicLink()) {
                    blob = inserter.insert(
                            Constants.OBJ_BLOB, entry.getLinkName().getBytes(StandardCharsets.UTF_8));
                    mode = FileMode.SYMLINK;
                } else {
                    blob = inserter.insert(Constants.OBJ_BLOB, tar.readAllBytes());
                    mode = (entry.getMode() & 0100) != 0 ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
                }
                add(files, path, mode, blob);
                if (++count % REPORT_EVERY == 0) {
                    said.accept("imported " + count + " files of " + tarball.getFileName());
                }
            }
        }
    }

    private static void addFolder(Path folder, PackInserter inserter, DirCacheBuilder files, Consumer<String> said)
            throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            int count = 0;
            for (Path file : (Iterable<Path>) all::iterator) {
                String path = folder.relativize(file).toString();
                if (path.isEmpty() || path.equals(".git") || path.startsWith(".git/")) {
                    continue;
                }
                if (Files.isSymbolicLink(file)) {
                    byte[] target = Files.readSymbolicLink(file).toString().getBytes(StandardCharsets.UTF_8);
                    add(files, path, FileMode.SYMLINK, inserter.insert(Constants.OBJ_BLOB, target));
                } else if (Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                    FileMode mode = Files.isExecutable(file) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
                    add(files, path, mode, inserter.insert(Constants.OBJ_BLOB, Files.readAllBytes(file)));
                    if (++count % REPORT_EVERY == 0) {
                        said.accept("imported " + count + " files of " + folder.getFileName());
                    }
                }
            }
        }
    }

    private static void add(DirCacheBuilder files, String path, FileMode mode, ObjectId blob) {
        DirCacheEntry entry = new DirCacheEntry(path);
        entry.setFileMode(mode);
        entry.setObjectId(blob);
        files.add(entry);
    }

    private static InputStream unpacked(Path tarball) throws IOException {
        InputStream raw = new BufferedInputStream(Files.newInputStream(tarball), 1 << 16);
        String name = tarball.getFileName().toString();
        if (name.endsWith(".xz")) {
            return new XZInputStream(raw);
        }
        if (name.endsWith(".gz") || name.endsWith(".tgz")) {
            return new GZIPInputStream(raw, 1 << 16);
        }
        if (name.endsWith(".zst")) {
            return new ZstdInputStream(raw);
        }
        return raw;
    }
}
