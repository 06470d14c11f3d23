package org.beeyard.testout;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads in the log of a test that failed whether it fits the kernel at all. It does not when before each check that failed, and after the last
 * one that passed, libbpf or the verifier said that the kernel lacks something, or that an object is not there. Many tests provoke such words
 * and go on: a check that fails for no such reason makes it a failure like any other.
 */
final class Lack {

    private static final int LONGEST = 2000;

    /** The words are those of libbpf, of the kernel's verifier and of the assertions in test_progs.h. */
    private static final Pattern LACK = Pattern.compile(String.join(
            "|",
            "libbpf: failed to open system Kconfig",
            "libbpf: failed to find valid kernel BTF",
            "libbpf: extern \\((?:func|var) ksym\\) '[^']+': not found in kernel .*",
            "libbpf: extern '[^']+' \\(strong\\): not resolved",
            "libbpf: (?:prog '[^']+': )?failed to find kernel BTF type ID of '[^']+'.*",
            "libbpf: \\S+ is not found in vmlinux BTF",
            "libbpf: struct_ops init_kern.* in kernel BTF",
            "libbpf: [Kk]ernel doesn't support .*",
            "libbpf: failed to determine tracepoint '[^']+' perf event ID: (?:No such file or directory|-ENOENT)",
            "libbpf: failed to open \\S+\\.o: (?:No such file or directory|-ENOENT)",
            "libbpf: .*: (?:-ENOTSUPP|-EOPNOTSUPP|-524|-95|Unknown error 524|Operation not supported)",
            "invalid func unknown#\\d+",
            "unknown opcode [0-9a-f]{2}",
            "failed to resolve CO-RE relocation .*",
            "kfunc '[^']+' is referenced but wasn't resolved"));

    private static final Pattern PASSED = Pattern.compile("\\S{1,200}:PASS:.*");
    private static final Pattern FAILED = Pattern.compile("\\S{1,200}:FAIL:.*");

    /** Of ENOTSUPP, which has no number outside of the kernel, and EOPNOTSUPP. */
    private static final Pattern NOT_SUPPORTED =
            Pattern.compile("\\S{1,200}:FAIL:.*(?:unexpected error: -(?:524|95)\\b.*|\\(errno (?:524|95)\\))");

    private @Nullable String lately;
    private @Nullable String first;
    private boolean otherwise;

    void line(String line) {
        if (line.length() > LONGEST) {
            return;
        }
        if (LACK.matcher(line).matches() || NOT_SUPPORTED.matcher(line).matches()) {
            lately = line;
            first = first == null ? line : first;
        } else if (PASSED.matcher(line).matches()) {
            lately = null;
        } else if (FAILED.matcher(line).matches()) {
            otherwise |= lately == null;
        }
    }

    /** What comes is about something else, in the same test. */
    void apart() {
        lately = null;
    }

    void clear() {
        lately = null;
        first = null;
        otherwise = false;
    }

    /** What was said to be lacking; nothing when the test failed for another reason, too. */
    Optional<String> found() {
        return otherwise ? Optional.empty() : Optional.ofNullable(first);
    }

    /** Of a log that is all about one thing. */
    static Optional<String> in(String log) {
        Lack lack = new Lack();
        log.lines().forEach(lack::line);
        return lack.found();
    }

    /** How the excerpt of a test that does not fit begins. */
    static String words(String why) {
        return "does not fit: " + why;
    }
}
