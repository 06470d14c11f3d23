package org.beeyard.check;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What is wrong under {@code mail} in the farm's configuration. Pure. */
public final class MailCheck {

    private MailCheck() {}

    public static List<String> problems(MailConfig config) {
        List<String> problems = new ArrayList<>();
        if (config.host().isPresent() && config.from().isEmpty()) {
            problems.add("mail.from: is needed with mail.host; it is who the mails come from.");
        }
        for (String who : config.submitters()) {
            try {
                Pattern.compile(who);
            } catch (PatternSyntaxException e) {
                problems.add("mail.submitters: '" + who + "' is no regular expression: " + e.getDescription() + ".");
            }
        }
        return problems;
    }
}
