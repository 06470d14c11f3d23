package org.beeyard.series;

/**
 * Which of two series of one change counts. What is uploaded is a try: mostly without a version, and never in the place of what
 * was posted, whose versions count among each other. Pure.
 *
 * @param posted where others see it, and not uploaded
 */
record Precedence(boolean posted, int version) {

    static Precedence of(String source, int version) {
        return new Precedence(!source.equals(SeriesIntake.UPLOAD), version);
    }

    /** Whether this one, which comes now, takes the other's place. */
    boolean replaces(Precedence there) {
        return posted ? there.version <= version : !there.posted;
    }

    /** Whether this one, which comes now, is an old version that was found late. */
    boolean isBehind(Precedence there) {
        return posted && there.posted && there.version > version;
    }
}
