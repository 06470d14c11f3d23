package org.beeyard.series.mail;

/** How mails name people: {@code "A Name" <a@example.org>}, {@code a@example.org (A Name)}, or the bare address. */
final class Address {

    /** Nobody's name and address are longer, and strangers write them. */
    static final int LONGEST = 1000;

    private Address() {}

    static Author parse(String given) {
        String text = (given.length() <= LONGEST ? given : given.substring(0, LONGEST)).strip();
        int open = text.endsWith(">") ? text.lastIndexOf('<') : -1;
        String address = open < 0 ? "" : text.substring(open + 1, text.length() - 1);
        if (isWord(address) && address.indexOf('>') < 0) {
            String name = unquoted(text.substring(0, open).strip());
            return new Author(name.isEmpty() ? address : name, address);
        }
        int space = firstSpace(text);
        String rest = text.substring(space).strip();
        if (isAddress(text.substring(0, space)) && rest.startsWith("(") && rest.endsWith(")")) {
            return new Author(rest.substring(1, rest.length() - 1).strip(), text.substring(0, space));
        }
        return new Author(text, text);
    }

    private static String unquoted(String name) {
        String begun = name.startsWith("\"") ? name.substring(1) : name;
        String bare = begun.endsWith("\"") ? begun.substring(0, begun.length() - 1) : begun;
        return bare.replace("\\\"", "\"").strip();
    }

    private static boolean isWord(String text) {
        return !text.isEmpty() && firstSpace(text) == text.length();
    }

    private static boolean isAddress(String text) {
        int at = text.indexOf('@', 1);
        return at > 0 && at < text.length() - 1;
    }

    /** Its place, or the text's end. */
    private static int firstSpace(String text) {
        int i = 0;
        while (i < text.length() && !Character.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }
}
