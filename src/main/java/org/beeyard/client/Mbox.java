package org.beeyard.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The mails that somebody names: a file, standard input, or commits. */
final class Mbox {

    private final String git;

    /** @param git the program */
    Mbox(String git) {
        this.git = git;
    }

    byte[] of(String what) throws Farm.Refused, InterruptedException {
        try {
            if (what.equals("-")) {
                return System.in.readAllBytes();
            }
            if (Files.isRegularFile(Path.of(what))) {
                return Files.readAllBytes(Path.of(what));
            }
        } catch (AccessDeniedException e) {
            throw new Farm.Refused(what + " cannot be read: permission denied.");
        } catch (InvalidPathException e) {
            throw new Farm.Refused(Terminal.harmless(what)
                    + " cannot be the name of a file here. If it has letters that are not ASCII, set LC_ALL=C.UTF-8,"
                    + " or give the file by standard input, as -.");
        } catch (IOException e) {
            throw new Farm.Refused(what + " cannot be read: " + e.getMessage() + ".");
        }
        if (!what.contains("..")) {
            throw new Farm.Refused(
                    "there is no file " + what + "; name a file, - or a range of commits such as origin/master..HEAD.");
        }
        return commits(what);
    }

    private byte[] commits(String range) throws Farm.Refused, InterruptedException {
        byte[] mails;
        int status;
        try {
            Process formatting = new ProcessBuilder(git, "format-patch", "--stdout", range)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            mails = formatting.getInputStream().readAllBytes();
            status = formatting.waitFor();
        } catch (IOException e) {
            throw new Farm.Refused(
                    "git, which makes mails of the commits in " + range + ", cannot be run: " + e.getMessage() + ".");
        }
        if (status != 0) {
            throw new Farm.Refused("git format-patch " + range + " failed; its words are above.");
        }
        if (new String(mails, StandardCharsets.ISO_8859_1).isBlank()) {
            throw new Farm.Refused("there are no commits in " + range + ".");
        }
        return mails;
    }
}
