package org.beeyard.plan;

/**
 * What a kernel and its selftests are built by. Its name is that of jobs and variants: {@code gcc}, {@code clang-19}, {@code gcc-asan}.
 *
 * @param asan whether the selftests' own programs are built with the address sanitizer
 */
public record Toolchain(String compiler, boolean asan) {

    private static final String ASAN = "-asan";

    public static Toolchain of(String name) {
        return name.endsWith(ASAN)
                ? new Toolchain(name.substring(0, name.length() - ASAN.length()), true)
                : new Toolchain(name, false);
    }

    public String name() {
        return asan ? compiler + ASAN : compiler;
    }
}
