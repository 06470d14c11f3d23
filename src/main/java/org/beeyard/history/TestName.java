package org.beeyard.history;

/** @param subtest empty for the test itself */
public record TestName(String suite, String test, String subtest) {

    public String name() {
        return subtest.isEmpty() ? test : test + "/" + subtest;
    }
}
