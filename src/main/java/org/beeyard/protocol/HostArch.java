package org.beeyard.protocol;

/** The architecture of this machine, by the name that the farm has for it: {@code x86_64}, {@code aarch64}, {@code s390x}. */
public final class HostArch {

    private HostArch() {}

    public static String name() {
        return System.getProperty("os.arch").replace("amd64", "x86_64");
    }
}
