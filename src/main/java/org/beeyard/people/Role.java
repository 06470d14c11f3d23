package org.beeyard.people;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a person is to the farm; each may do what those before may. */
public enum Role {
    READER,
    MEMBER,
    OPERATOR;

    public Set<Right> rights() {
        return switch (this) {
            case READER -> EnumSet.of(Right.READ);
            case MEMBER -> EnumSet.of(Right.READ, Right.SUBMIT, Right.ACT);
            case OPERATOR -> EnumSet.allOf(Right.class);
        };
    }

    /** The least role that has the right. */
    public static Role with(Right right) {
        return switch (right) {
            case READ -> READER;
            case SUBMIT, ACT -> MEMBER;
            case OPERATE -> OPERATOR;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
