package org.beeyard.tree.jgit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.patch.FileHeader;
import org.eclipse.jgit.patch.HunkHeader;

/**
 * Applies a file's hunks with the rules of {@code git apply}: no fuzz, the place nearest to the one named and of two the later, a hunk without
 * trailing context at the end of the file and one from line 1 at its beginning, no line patched twice. JGit's own applier
 * is laxer in the last three and needs a stored tree.
 */
final class Hunks {

    sealed interface Patched {
        record Content(byte[] bytes) implements Patched {}

        /** @param numbers the hunks that find no place, from 1 */
        record Unplaced(List<Integer> numbers) implements Patched {}
    }

    private record Line(String text, boolean patched) {}

    /** A hunk's lines, each with its line end; ISO-8859-1 keeps every byte. */
    private record Hunk(List<String> before, List<Line> after, int trailing, int newStart, int oldStart) {}

    private Hunks() {}

    static Patched apply(FileHeader file, byte[] content) {
        List<Line> image = new ArrayList<>();
        for (String line : lines(new String(content, StandardCharsets.ISO_8859_1))) {
            image.add(new Line(line, false));
        }
        List<Integer> unplaced = new ArrayList<>();
        int number = 0;
        for (HunkHeader header : file.getHunks()) {
            number++;
            Hunk hunk = read(header);
            int at = place(hunk, image);
            if (at < 0) {
                unplaced.add(number);
            } else {
                List<Line> room = image.subList(at, at + hunk.before().size());
                room.clear();
                room.addAll(hunk.after());
            }
        }
        if (!unplaced.isEmpty()) {
            return new Patched.Unplaced(unplaced);
        }
        StringBuilder out = new StringBuilder();
        image.forEach(line -> out.append(line.text()));
        return new Patched.Content(out.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static int place(Hunk hunk, List<Line> image) {
        int last = image.size() - hunk.before().size();
        boolean atBeginning = hunk.oldStart() <= 1;
        boolean atEnd = hunk.trailing() == 0;
        if (atBeginning || atEnd) {
            int only = atBeginning ? 0 : last;
            return (!atEnd || only == last) && matches(hunk, image, only) ? only : -1;
        }
        int named = Math.clamp(hunk.newStart() - 1L, 0, Math.max(0, last));
        for (int away = 0; away <= Math.max(named, last - named); away++) {
            if (matches(hunk, image, named + away)) {
                return named + away;
            }
            if (matches(hunk, image, named - away)) {
                return named - away;
            }
        }
        return -1;
    }

    private static boolean matches(Hunk hunk, List<Line> image, int at) {
        if (at < 0 || at + hunk.before().size() > image.size()) {
            return false;
        }
        for (int i = 0; i < hunk.before().size(); i++) {
            Line line = image.get(at + i);
            if (line.patched() || !line.text().equals(hunk.before().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Hunk read(HunkHeader header) {
        String text = new String(
                header.getBuffer(),
                header.getStartOffset(),
                header.getEndOffset() - header.getStartOffset(),
                StandardCharsets.ISO_8859_1);
        List<String> before = new ArrayList<>();
        List<Line> after = new ArrayList<>();
        int oldCount = header.getOldImage().getLineCount();
        int trailing = 0;
        char previous = ' ';
        List<String> body = lines(text);
        for (String line : body.subList(1, body.size())) {
            char sign = line.equals("\n") ? ' ' : line.charAt(0);
            if (sign == '\\') {
                withoutLineEnd(before, after, previous);
                continue;
            }
            if (before.size() >= oldCount && after.size() >= header.getNewLineCount()) {
                break;
            }
            String content = line.equals("\n") ? line : line.substring(1);
            switch (sign) {
                case '-' -> {
                    before.add(content);
                    trailing = 0;
                }
                case '+' -> {
                    after.add(new Line(content, true));
                    trailing = 0;
                }
                default -> {
                    before.add(content);
                    after.add(new Line(content, true));
                    trailing++;
                }
            }
            previous = sign;
        }
        return new Hunk(
                before,
                after,
                trailing,
                header.getNewStartLine(),
                header.getOldImage().getStartLine());
    }

    private static void withoutLineEnd(List<String> before, List<Line> after, char previous) {
        if (previous != '+' && !before.isEmpty()) {
            before.add(chomped(before.removeLast()));
        }
        if (previous != '-' && !after.isEmpty()) {
            Line line = after.removeLast();
            after.add(new Line(chomped(line.text()), line.patched()));
        }
    }

    private static String chomped(String line) {
        return line.endsWith("\n") ? line.substring(0, line.length() - 1) : line;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            end = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, end));
            from = end;
        }
        return lines;
    }
}
