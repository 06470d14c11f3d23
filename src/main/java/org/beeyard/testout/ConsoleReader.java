package org.beeyard.testout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.beeyard.testout.Splat.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Reads a kernel console line by line and collects its splats. The patterns follow libbpf/ci's splat check, with the
 * fatal ones, which there are only seen by the death of the VM, added.
 */
public final class ConsoleReader {

    /** Of so many defects splats are kept, and of the one that the kernel dies of. */
    private static final int MOST_DEFECTS = 64;

    /** Beyond this many of one defect the console is telling the same story again. */
    private static final int MOST_OF_ONE = 3;

    private static final int MOST_LINES = 120;
    private static final int MOST_FRAMES = 5;

    private static final Pattern STAMP = Pattern.compile("^(?:<\\d+>)?(?:\\[(?!<)[^\\]]{1,40}\\]\\s?){1,3}");
    /** That of s390 names the address, too. What the kernel only guesses has a mark, or there a bracket, before it. */
    private static final Pattern FRAME =
            Pattern.compile("^(?:\\s+|\\s*\\[<[0-9a-f]+>\\] )([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+/0x[0-9a-f]+.*");
    /** Where it happened, which the trace of its callers does not repeat: as x86, arm64 and s390 say it. */
    private static final Pattern PLACE = Pattern.compile(
            "^(?:RIP: 0010:|pc : |Krnl PSW : [0-9a-f]+ [0-9a-f]+ \\()([A-Za-z_][\\w.]*)\\+0x[0-9a-f]+.*");

    /** The tag of a BPF program is another for each compiler. */
    private static final Pattern TAG = Pattern.compile("^bpf_prog_[0-9a-f]{16}_");

    private static final Pattern TRACE_NOISE = Pattern.compile(
            "(dump_stack|show_stack|panic|__warn|report_bug|handle_bug|exc_|asm_exc_|die|page_fault|no_context|__die"
                    + "|print_report|kasan_|__asan|__kasan|entry_SYSCALL|do_syscall|__x64_sys|__do_sys|ret_from_fork"
                    + "|__s390x_sys|__do_syscall|system_call|__do_pgm_check|pgm_check_handler|monitor_event_exception|illegal_op).*");
    private static final Pattern ALLOWED = Pattern.compile("WARNING: Unprivileged eBPF is enabled"
            + "|BUG: KASAN: stack-out-of-bounds in (stack_trace_consume_entry|filter_irq_stacks)\\+");

    /** Panics that only say what an earlier splat led to. */
    private static final Pattern CONSEQUENCE = Pattern.compile(
            "Fatal exception|Fatal Exception|softlockup: hung tasks|hung_task: blocked tasks|panic_on_warn|Oops");

    private record Opening(Kind kind, Pattern pattern) {}

    private static final List<Opening> OPENINGS = List.of(
            opening(Kind.PANIC, "^Kernel panic - not syncing.*"),
            opening(Kind.KASAN, "^BUG: K[A-Z]*SAN: .*"),
            opening(Kind.UBSAN, "^UBSAN: .*"),
            opening(
                    Kind.LOCKDEP,
                    "^WARNING: (possible (circular|recursive) locking|possible irq lock inversion|suspicious RCU usage|inconsistent lock state|.* lock held when returning).*"),
            opening(Kind.LOCKUP, "^watchdog: .*(soft lockup|hard LOCKUP).*"),
            opening(Kind.HUNG_TASK, "^INFO: task .* blocked for more than .*"),
            opening(Kind.STALL, "^(rcu: )?INFO: [_a-z]+ (self-)?detected stall.*"),
            opening(
                    Kind.OOPS,
                    "^(Oops[: ]|BUG: (kernel NULL pointer|unable to handle)|Unable to handle kernel|Internal error: |int3: |invalid opcode: |general protection fault|double fault|Unexpected kernel BRK|stack segment"
                            + "|[A-Za-z][A-Za-z -]{2,60}: [0-9a-f]{4} ilc:\\d+ \\[#\\d+\\]).*"),
            opening(Kind.BUG, "^(BUG[: ]|kernel BUG at ).*"),
            opening(Kind.WARNING, "^WARNING[: ].*"));

    /** For a look at bytes: with another letter no opening begins, but for s390's program checks, which {@link #PROGRAM_CHECK} is in. */
    public static final String OPENING_LETTERS = "KBUWkwIrOigds";

    public static final String PROGRAM_CHECK = "ilc:";

    /** A line is looked at so far: a pattern of somebody else's may take its time. */
    private static final int LOOKED_AT = 1024;

    private final List<Pattern> deny;
    private final List<Pattern> allow;
    private final List<Splat> splats = new ArrayList<>();
    private final Map<String, Integer> kept = new HashMap<>();
    private @Nullable Open open;
    private long line;
    private long beyond;
    private boolean dead;
    private boolean deathKept;
    /** The last splat is of a defect of which none is kept. */
    private boolean leftOut;

    public ConsoleReader() {
        this(List.of(), List.of());
    }

    /**
     * @param deny of whole lines that are splats, too
     * @param allow of lines that are none; a kernel that panics has panicked
     */
    public ConsoleReader(List<Pattern> deny, List<Pattern> allow) {
        this.deny = List.copyOf(deny);
        this.allow = List.copyOf(allow);
    }

    private static final class Open {
        final Kind kind;
        final String title;
        final long line;
        final List<String> frames = new ArrayList<>();

        @Nullable
        String place;

        final List<String> text = new ArrayList<>();
        boolean tracing;
        boolean fatal;

        Open(Kind kind, String title, long line) {
            this.kind = kind;
            this.title = title;
            this.line = line;
        }
    }

    public void line(String raw) {
        line++;
        String text = unstamped(raw);
        Kind kind = kind(text);
        if (kind == null && any(deny, raw)) {
            kind = Kind.WARNING;
        }
        if (kind != null && kind != Kind.PANIC && any(allow, raw)) {
            kind = null;
        }
        if (kind == Kind.PANIC) {
            dead = true;
            if (open == null
                    && !splats.isEmpty()
                    && !leftOut
                    && CONSEQUENCE.matcher(text).find()) {
                kind = null;
            }
        }
        if (open == null) {
            if (kind != null) {
                open = new Open(kind, bounded(text), line);
            }
        } else if (kind != null && startsAnother(open, kind)) {
            close();
            open = new Open(kind, bounded(text), line);
        }
        if (open != null) {
            open.fatal |= kind == Kind.PANIC;
            collect(open, text, raw);
        }
    }

    /** An oops is followed by "Oops:" and by the panic it leads to: one defect, one splat. */
    private static boolean startsAnother(Open open, Kind next) {
        return switch (next) {
            case PANIC -> false;
            case OOPS, BUG -> open.kind != Kind.OOPS && open.kind != Kind.BUG && open.kind != Kind.KASAN;
            case WARNING, KASAN, UBSAN, LOCKDEP, LOCKUP, HUNG_TASK, STALL -> open.text.size() > 3;
        };
    }

    private void collect(Open current, String text, String raw) {
        current.text.add(bounded(raw));
        if (text.contains("Call Trace:") || text.contains("Call trace:")) {
            current.tracing = true;
        } else if (text.startsWith("Last Breaking-Event-Address")) {
            current.tracing = false; // s390 goes on with a branch, which looks like a frame
        } else if (!current.tracing && current.place == null) {
            Matcher place = PLACE.matcher(text);
            current.place = place.matches() ? untagged(place.group(1)) : null;
        } else if (current.tracing) {
            Matcher frame = FRAME.matcher(text);
            if (current.frames.size() < MOST_FRAMES
                    && frame.matches()
                    && !TRACE_NOISE.matcher(frame.group(1)).matches()) {
                current.frames.add(untagged(frame.group(1)));
            }
        }
        if (text.startsWith("---[ end ") || current.text.size() >= MOST_LINES) {
            close();
        }
    }

    private static String untagged(String function) {
        return TAG.matcher(function).replaceFirst("bpf_prog_");
    }

    private static boolean any(List<Pattern> patterns, String line) {
        String looked = line.length() <= LOOKED_AT ? line : line.substring(0, LOOKED_AT);
        return patterns.stream().anyMatch(pattern -> pattern.matcher(looked).find());
    }

    /** What the line of a console would be the first of, had nothing been said before. */
    public static Optional<Kind> opens(String raw) {
        return Optional.ofNullable(kind(unstamped(raw)));
    }

    private static String unstamped(String raw) {
        Matcher stamp = STAMP.matcher(raw);
        return stamp.find() ? raw.substring(stamp.end()) : raw;
    }

    private static @Nullable Kind kind(String text) {
        if (text.length() > 4096 || ALLOWED.matcher(text).find()) {
            return null;
        }
        for (Opening opening : OPENINGS) {
            if (opening.pattern.matcher(text).matches()) {
                return opening.kind;
            }
        }
        return null;
    }

    private void close() {
        Open done = open;
        open = null;
        if (done == null) {
            return;
        }
        Splat splat = new Splat(done.kind, done.title, frames(done), done.line, String.join("\n", done.text));
        int alike = kept.getOrDefault(splat.fingerprint(), 0);
        boolean room = alike == 0 ? kept.size() < MOST_DEFECTS : alike < MOST_OF_ONE;
        if (room || done.fatal && !deathKept) {
            kept.put(splat.fingerprint(), alike + 1);
            splats.add(splat);
            deathKept |= done.fatal;
            leftOut = false;
        } else {
            beyond++;
            leftOut = alike == 0;
        }
    }

    /** With the place on top. Where a processor or a task was found that hung says nothing: it is another each time. */
    private static List<String> frames(Open splat) {
        String place = splat.place;
        boolean told = place != null
                && (splat.frames.isEmpty() || !splat.frames.getFirst().equals(place))
                && !TRACE_NOISE.matcher(place).matches();
        return switch (splat.kind) {
            case WARNING, BUG, OOPS -> {
                List<String> frames = new ArrayList<>(splat.frames);
                if (told) {
                    frames.addFirst(place);
                }
                yield frames;
            }
            case PANIC, LOCKUP, HUNG_TASK, STALL, KASAN, UBSAN, LOCKDEP -> splat.frames;
        };
    }

    /** All splats so far; call it when the console has ended. */
    public List<Splat> splats() {
        close();
        return List.copyOf(splats);
    }

    /** How many more there were than {@link #splats} holds. */
    public long splatsBeyond() {
        return beyond;
    }

    /** Whether the kernel said that it panicked. */
    public boolean panicked() {
        return dead;
    }

    /** The first line of the panic, or of the first splat, for a sentence. */
    public Optional<String> firstWords() {
        return splats().stream().findFirst().map(Splat::title);
    }

    private static Opening opening(Kind kind, String pattern) {
        return new Opening(kind, Pattern.compile(pattern));
    }

    private static String bounded(String text) {
        return text.length() <= 400 ? text : text.substring(0, 400) + "…";
    }
}
