package org.beeyard.history;

/**
 * How often something happened.
 *
 * @param times never more than {@code of}
 */
public record Rate(long times, long of) {

    private static final double Z = 1.96; // for 95 %

    public double share() {
        return of == 0 ? 0 : (double) times / of;
    }

    /**
     * The share that it has at least, with 95 % certainty (the lower bound of Wilson's interval): 1 of 1 proves less than 30 of
     * 100.
     */
    public double atLeast() {
        if (of == 0) {
            return 0;
        }
        double z2 = Z * Z;
        double centre = share() + z2 / (2 * of);
        double spread = Z * Math.sqrt(share() * (1 - share()) / of + z2 / (4.0 * of * of));
        return Math.max(0, (centre - spread) / (1 + z2 / of));
    }

    public String percent() {
        double percent = 100 * share();
        return percent > 0 && percent < 10
                ? String.format(java.util.Locale.ROOT, "%.1f %%", percent)
                : Math.round(percent) + " %";
    }
}
