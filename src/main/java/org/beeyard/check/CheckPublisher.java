package org.beeyard.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.beeyard.wire.Fault;

/** A kind of place where checks are shown. */
public interface CheckPublisher {

    /** A word that never changes: publications are kept under it. */
    String destination();

    /** What is to be said where. In the transaction of who changes the series; reads the database only. */
    List<Notice> notices(Standing standing, List<Check> checks);

    /** Whether what is shown there is replaced by what is said later. */
    default boolean takesBack() {
        return true;
    }

    /** Why nothing can be said there, a clause; empty when it can. */
    Optional<String> withheld(String source);

    /**
     * Says all the notices of one object, leaving out what the other side shows already, and tells of each by itself what
     * became of it: of what it does not tell, nothing is known.
     */
    void publish(List<Claimed> notices, Report report);

    /**
     * What the other side shows on an object, by context; empty where it cannot be asked.
     *
     * @throws Trouble when it cannot be asked now
     */
    Optional<Map<String, Notice>> shown(String source, String object) throws Trouble;

    /** A notice as {@link #shown} gives it when it is there: not everybody takes all the words. */
    default Notice asShown(Notice said) {
        return said;
    }

    /**
     * A publication that this farm alone may say now.
     *
     * @param claim a word that nobody else has
     */
    record Claimed(long id, String claim, int revision, long series, Optional<Long> run, Notice notice) {}

    interface Report {
        /** To be asked right before each is said: those before it may have taken long. Of what is not, nothing is told. */
        boolean stillToBeSaid(Claimed notice);

        void sent(Claimed notice);

        void failed(Claimed notice, Trouble why);

        /** It was not tried: the other side is in trouble, and is left alone for so long. */
        void postponed(Claimed notice, Duration pause);
    }

    /** The message says what happened. */
    final class Trouble extends Exception {

        private static final long serialVersionUID = 1;
        private final Extent extent;
        private final transient Optional<Duration> pause;
        private final transient Optional<Duration> late;

        /** What it will happen to. */
        public enum Extent {
            /** Whatever is said there, for now: it says nothing of the notice. */
            ALL,
            /** This notice, for now. */
            THIS,
            /** This notice, always. */
            THIS_ALWAYS
        }

        /**
         * @param pause that the other side asks for
         * @param late for how long yet it may be said nevertheless, when nobody knows what became of it
         */
        public Trouble(String message, Extent extent, Optional<Duration> pause, Optional<Duration> late) {
            super(message);
            this.extent = extent;
            this.pause = pause;
            this.late = late;
        }

        public Trouble(String message, Extent extent) {
            this(message, extent, Optional.empty(), Optional.empty());
        }

        /** What is missing may be so because rights were lost, which may come back. */
        public static Trouble of(Fault fault) {
            Extent extent = switch (fault.kind()) {
                case UNREACHABLE, BUSY, FORBIDDEN -> Extent.ALL;
                case BROKEN, MISSING, TOO_LARGE -> Extent.THIS;
                case REFUSED -> Extent.THIS_ALWAYS;
            };
            return new Trouble(String.valueOf(fault.getMessage()), extent, fault.pause(), fault.late());
        }

        public Extent extent() {
            return extent;
        }

        public Optional<Duration> pause() {
            return pause;
        }

        public Optional<Duration> late() {
            return late;
        }
    }
}
