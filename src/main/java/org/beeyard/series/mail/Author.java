package org.beeyard.series.mail;

/** Who wrote a patch or sent a mail. Angle brackets and line ends, which git refuses in an identity, are taken out. */
public record Author(String name, String email) {

    public Author {
        name = name.replaceAll("[<>\\n\\r\\x00]", "").strip();
        email = email.replaceAll("[<>\\s\\x00]", "");
    }

    @Override
    public String toString() {
        return name + " <" + email + ">";
    }
}
