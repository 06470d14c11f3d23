package org.beeyard.log;

import java.util.ArrayList;
import java.util.List;

/** What "select graphic rendition" has set, as classes of the style sheet; colours are the sixteen that a terminal names. */
final class Pen {

    private static final int NONE = -1;
    private static final int[] LEVELS = {0, 95, 135, 175, 215, 255};
    private static final int[] NAMED = {
        0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5,
        0x7f7f7f, 0xff0000, 0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff
    };

    private boolean bold;
    private boolean dim;
    private boolean italic;
    private boolean underlined;
    private boolean struck;
    private boolean inverse;
    private int colour = NONE;
    private int ground = NONE;

    /** @param parameters between {@code ESC [} and {@code m}; what is not known is passed over */
    void take(String parameters) {
        if (!parameters.chars().allMatch(c -> c >= '0' && c <= ';')) {
            return; // some terminal's own
        }
        String[] all = parameters.split(";", -1);
        for (int i = 0; i < all.length; i++) {
            int code = number(all[i]);
            if (code == 38 || code == 48) {
                i += extended(code, all, i);
            } else if (all[i].indexOf(':') > 0) {
                nested(all[i].split(":", -1));
            } else {
                plain(code);
            }
        }
    }

    private void plain(int code) {
        switch (code) {
            case 0 -> reset();
            case 1 -> bold = true;
            case 2 -> dim = true;
            case 3 -> italic = true;
            case 4, 21 -> underlined = true;
            case 7 -> inverse = true;
            case 9 -> struck = true;
            case 22 -> {
                bold = false;
                dim = false;
            }
            case 23 -> italic = false;
            case 24 -> underlined = false;
            case 27 -> inverse = false;
            case 29 -> struck = false;
            case 39 -> colour = NONE;
            case 49 -> ground = NONE;
            default -> coloured(code);
        }
    }

    private void coloured(int code) {
        if (code >= 30 && code <= 37) {
            colour = code - 30;
        } else if (code >= 90 && code <= 97) {
            colour = code - 90 + 8;
        } else if (code >= 40 && code <= 47) {
            ground = code - 40;
        } else if (code >= 100 && code <= 107) {
            ground = code - 100 + 8;
        }
    }

    /** {@code 38;5;n} or {@code 38;2;r;g;b}; how many parameters it takes beside its own. */
    private int extended(int code, String[] all, int at) {
        int kind = at + 1 < all.length ? number(all[at + 1]) : NONE;
        if (kind == 5 && at + 2 < all.length) {
            set(code, indexed(number(all[at + 2])));
            return 2;
        }
        if (kind == 2 && at + 4 < all.length) {
            set(code, nearest(number(all[at + 2]), number(all[at + 3]), number(all[at + 4])));
            return 4;
        }
        return all.length;
    }

    /** {@code 38:5:n} or {@code 38:2:…:r:g:b}, as one parameter; and {@code 4:3} for a wavy line. */
    private void nested(String[] parts) {
        int code = number(parts[0]);
        int n = parts.length;
        if (code == 4) {
            underlined = number(parts[1]) != 0;
        } else if (code != 38 && code != 48) {
            return;
        } else if (number(parts[1]) == 5 && n == 3) {
            set(code, indexed(number(parts[2])));
        } else if (number(parts[1]) == 2 && n >= 5) {
            set(code, nearest(number(parts[n - 3]), number(parts[n - 2]), number(parts[n - 1])));
        }
    }

    private void set(int code, int named) {
        if (code == 38) {
            colour = named;
        } else {
            ground = named;
        }
    }

    private void reset() {
        bold = false;
        dim = false;
        italic = false;
        underlined = false;
        struck = false;
        inverse = false;
        colour = NONE;
        ground = NONE;
    }

    private static int indexed(int n) {
        if (n < 16) {
            return n;
        }
        if (n >= 232) {
            int grey = 8 + 10 * (n - 232);
            return nearest(grey, grey, grey);
        }
        int cube = n - 16;
        return nearest(LEVELS[cube / 36 % 6], LEVELS[cube / 6 % 6], LEVELS[cube % 6]);
    }

    private static int nearest(int red, int green, int blue) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < NAMED.length; i++) {
            int r = (NAMED[i] >> 16) - Math.clamp(red, 0, 255);
            int g = (NAMED[i] >> 8 & 0xff) - Math.clamp(green, 0, 255);
            int b = (NAMED[i] & 0xff) - Math.clamp(blue, 0, 255);
            int distance = r * r + g * g + b * b;
            if (distance < least) {
                least = distance;
                best = i;
            }
        }
        return best;
    }

    /** Nothing is nought, as in a terminal; what is no number changes nothing. */
    private static int number(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        boolean isNumber = text.length() <= 4 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(text) : NONE;
    }

    /** As in {@code beeyard.css}. */
    String classes() {
        List<String> classes = new ArrayList<>();
        add(classes, bold, "bold");
        add(classes, dim, "dim");
        add(classes, italic, "italic");
        add(classes, underlined, "underlined");
        add(classes, struck, "struck");
        int front = inverse ? ground : colour;
        int back = inverse ? colour : ground;
        add(classes, front != NONE, "fg" + front);
        add(classes, back != NONE, "bg" + back);
        add(classes, inverse && front == NONE, "fg-page");
        add(classes, inverse && back == NONE, "bg-text");
        return String.join(" ", classes);
    }

    private static void add(List<String> classes, boolean set, String name) {
        if (set) {
            classes.add(name);
        }
    }
}
