package org.beeyard.web;

import io.quarkus.qute.TemplateExtension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.beeyard.history.TestName;

/** Where things with strangers' names have their pages. */
@TemplateExtension(namespace = "link")
public final class Links {

    private Links() {}

    public static String test(TestName test) {
        return test(test.suite(), test.name());
    }

    public static String test(String suite, String name) {
        return Arrays.stream(name.split("/", -1)).anyMatch(Links::isEaten)
                ? "/tests?suite=" + encoded(suite) + "&name=" + encoded(name)
                : "/tests/" + encoded(suite) + "/" + path(name);
    }

    /** The last so many days of it. */
    public static String test(String suite, String name, int days) {
        String page = test(suite, name);
        return page + (page.contains("?") ? "&" : "?") + "days=" + days;
    }

    /** The form for a rule about the test. */
    public static String rule(TestName test) {
        return "/rules/new?tests=" + encoded(test.name().replace('#', '*')) + "&suite=" + encoded(test.suite());
    }

    /** Parts of a path that browsers take as steps in it, or drop. */
    private static boolean isEaten(String part) {
        return part.isEmpty() || part.equals(".") || part.equals("..");
    }

    public static String splat(String fingerprint) {
        return "/splats/" + path(fingerprint);
    }

    public static String tree(String name) {
        return "/trees/" + encoded(name);
    }

    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Slashes stay: many servers between refuse them otherwise. */
    private static String path(String name) {
        return Arrays.stream(name.split("/", -1)).map(Links::encoded).collect(Collectors.joining("/"));
    }
}
