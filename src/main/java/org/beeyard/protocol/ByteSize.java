package org.beeyard.protocol;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written as people do: {@code 512}, {@code 10MiB}, {@code 2G}. Units are powers of 1024. */
public record ByteSize(long bytes) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\s*([KMGT]?)(?:iB|B)?");
    private static final String UNITS = "KMGT";

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size below zero: " + bytes);
        }
    }

    /** Named as configuration converters are found. */
    public static ByteSize of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a size; write it like 10MiB");
        }
        int shift = form.group(2).isEmpty() ? 0 : 10 * (UNITS.indexOf(form.group(2)) + 1);
        return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), 1L << shift));
    }

    @Override
    public String toString() {
        for (int unit = UNITS.length(); unit > 0; unit--) {
            long size = 1L << (10 * unit);
            if (bytes >= size) {
                return bytes % size == 0
                        ? bytes / size + " " + UNITS.charAt(unit - 1) + "iB"
                        : String.format(
                                java.util.Locale.ROOT, "%.1f %siB", (double) bytes / size, UNITS.charAt(unit - 1));
            }
        }
        return bytes + " B";
    }
}
