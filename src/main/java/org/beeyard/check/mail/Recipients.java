package org.beeyard.check.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.beeyard.check.MailConfig;

/** Who gets a mail. Pure. */
record Recipients(List<String> to, List<String> cc) {

    /** An address as a header may hold it: a stranger's mail said it. */
    private static final Pattern ADDRESS = Pattern.compile("[\\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\\w.-]{1,255}");

    Recipients {
        to = List.copyOf(to);
        cc = List.copyOf(cc);
    }

    /** @param submitter of the series, an address */
    static Recipients of(MailConfig config, String submitter) {
        List<String> to = new ArrayList<>(config.to().orElse(List.of()));
        boolean wanted = config.submitters().stream()
                .anyMatch(who -> who.equals("everyone")
                        || !who.equals("none")
                                && Pattern.compile(who).matcher(submitter).matches());
        boolean silent = submitter.contains("@users.noreply."); // GitHub's, who tells people itself
        if (wanted && !silent && ADDRESS.matcher(submitter).matches() && !to.contains(submitter)) {
            to.add(submitter);
        }
        return new Recipients(to, config.cc().orElse(List.of()));
    }

    boolean isEmpty() {
        return to.isEmpty() && cc.isEmpty();
    }
}
