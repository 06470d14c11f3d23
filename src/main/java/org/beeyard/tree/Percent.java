package org.beeyard.tree;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A share of a hundred, written as people do: {@code 10%}, {@code 2.5 %}, {@code 10}. */
public record Percent(BigDecimal value) {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,3})?)\\s*%?");

    /** Named as configuration converters are found. */
    public static Percent of(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a percentage; write it like 10%");
        }
        return new Percent(new BigDecimal(form.group(1)));
    }

    /** Whether what was added is more than this share of what was there. */
    public boolean isLessThan(long added, long there) {
        return BigDecimal.valueOf(added)
                        .multiply(BigDecimal.valueOf(100))
                        .compareTo(value.multiply(BigDecimal.valueOf(there)))
                > 0;
    }

    @Override
    public String toString() {
        return value.stripTrailingZeros().toPlainString() + " %";
    }
}
